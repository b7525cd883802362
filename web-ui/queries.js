// Every operation of this page, as the server's schema has it.

const RUN = `id state stopReason message platform subscription model iteration inputTokens outputTokens costUsd parkedUntil lastSeq
  startedAt endedAt limits { maxIterations maxRuntimeSeconds maxCostUsd }`;

const CARD = `id projectId number title labels priority state previousState stateChangedAt allowedTriggers errorCount maxRetries
  attention { reason message since } currentRun { ${RUN} } runs { costUsd } errors { sourceState } version updatedAt`;

export const PROJECTS = `query Board_Projects { projects { id name repositoryPath defaultBranch checkCommand } }`;

export const PLATFORMS = `query Board_Platforms { platforms { name available version message } }`;

export const CARDS = `query Board_Cards($project: ID!, $after: String) {
  cards(projectId: $project, first: 200, after: $after) { items { ${CARD} } endCursor hasNextPage }
}`;

export const CARD_CHANGES = `subscription Board_CardChanges($project: ID!) { cardChanges(projectId: $project) { ${CARD} } }`;

export const CARD_DETAIL = `query Card_Detail($id: ID!) { card(id: $id) { ${CARD}
  description taskPrompt plan branch worktreePath pullRequestUrl subscription limits { maxIterations maxRuntimeSeconds maxCostUsd }
  acceptanceCriteria { id description met } runs { ${RUN} }
  transitions { from to trigger actor reason at }
  errors { id category message context sourceState resolved at }
  reviewComments { id path line text author resolved createdAt }
} }`;

export const CARD_DIFF = `query Card_Diff($id: ID!) { card(id: $id) { diff { base head
  files { path oldPath status additions deletions patch truncated } } } }`;

const EVENT = `seq iteration at kind parentToolId text toolId toolName toolInput toolOutput isError path inputTokens outputTokens
  costUsd resetsAt`;

export const RUN_EVENTS = `query Transcript_Page($run: ID!, $after: BigInteger, $first: Int) {
  runEvents(runId: $run, after: $after, first: $first) { ${EVENT} }
}`;

export const RUN_FEED = `subscription Transcript_Feed($run: ID!, $after: BigInteger) { runEvents(runId: $run, after: $after) { ${EVENT} } }`;

export const CREATE_PROJECT = `mutation Board_CreateProject($input: ProjectInput!) { createProject(input: $input) { id } }`;

export const CREATE_DEMO = `mutation Board_CreateDemo { createDemoProject { id } }`;

export const CREATE_CARD = `mutation Board_CreateCard($input: CardInput!) { createCard(input: $input) { ${CARD} } }`;

export const UPDATE_CARD = `mutation Card_Update($id: ID!, $input: CardInput!, $version: Int!) {
  updateCard(id: $id, input: $input, version: $version) { ${CARD} }
}`;

export const FIRE = `mutation Card_Fire($card: ID!, $trigger: Trigger!, $reason: String) {
  fire(cardId: $card, trigger: $trigger, reason: $reason) { ${CARD} }
}`;

export const START_LOOP = `mutation Card_StartLoop($card: ID!, $options: LoopOptions) { startLoop(cardId: $card, options: $options) { id } }`;

export const PAUSE_LOOP = `mutation Card_PauseLoop($card: ID!) { pauseLoop(cardId: $card) { id } }`;

export const RESUME_LOOP = `mutation Card_ResumeLoop($card: ID!) { resumeLoop(cardId: $card) { id } }`;

export const STOP_LOOP = `mutation Card_StopLoop($card: ID!) { stopLoop(cardId: $card) { id } }`;

export const SEND_HINT = `mutation Card_SendHint($card: ID!, $text: String!) { sendHint(cardId: $card, text: $text) { id } }`;

export const ADD_COMMENT = `mutation Card_AddComment($card: ID!, $comment: ReviewCommentInput!) {
  addReviewComment(cardId: $card, comment: $comment) { id }
}`;
