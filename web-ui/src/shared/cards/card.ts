import { graphql, type FragmentOf, type ResultOf } from '@/shared/api/graphql';
import type { Spent } from '@/shared/format/numbers';

/** What the board, the inbox and the head of a card show. The feed brings it anew with every change. */
export const CardSummary = graphql(`
  fragment CardSummary on Card {
    id projectId number title labels priority
    state phase previousState stateChangedAt allowedTriggers
    attention { reason message since }
    errorCount maxRetries subscription pullRequestUrl
    limits { maxIterations maxRuntimeSeconds maxCostUsd }
    currentRun {
      id state stopReason message platform subscription model iteration inputTokens cacheCreationInputTokens cacheReadInputTokens outputTokens costUsd unpricedTokens
      parkedUntil lastSeq queuedAt startedAt endedAt
      limits { maxIterations maxRuntimeSeconds maxCostUsd }
    }
    runs { id costUsd unpricedTokens lastSeq }
    errors { sourceState }
    version createdAt updatedAt
  }
`);

export type Card = FragmentOf<typeof CardSummary>;
export type CardRun = NonNullable<Card['currentRun']>;
export type CardState = Card['state'];
export type Trigger = Card['allowedTriggers'][number];
export type AttentionReason = NonNullable<Card['attention']>['reason'];

export const CardStore_Page = graphql(
  `
    query CardStore_Page($project: ID!, $first: Int, $after: String) {
      cards(projectId: $project, first: $first, after: $after) { items { ...CardSummary } endCursor hasNextPage totalCount }
    }
  `,
  [CardSummary],
);

export const CardStore_Changes = graphql(
  `
    subscription CardStore_Changes($project: ID!) { cardChanges(projectId: $project) { ...CardSummary } }
  `,
  [CardSummary],
);

export type CardChange = ResultOf<typeof CardStore_Changes>;

/** All runs of a card. */
export const spentBy = (card: Card): Spent =>
  card.runs.reduce((sum, run) => ({ costUsd: sum.costUsd + run.costUsd, unpricedTokens: sum.unpricedTokens + run.unpricedTokens }), { costUsd: 0, unpricedTokens: 0 });
