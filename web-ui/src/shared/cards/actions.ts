import { graphql } from '@/shared/api/graphql';
import { tell } from '@/shared/api/client';
import { explain } from '@/shared/api/errors';
import { count } from '@/shared/format/numbers';
import { done, refused } from '@/shared/ui/toast';
import { CardSummary, type Card, type Trigger } from './card';
import { cardStore } from './cardStore';
import { triggerDone, triggerDoneTo } from './words';

const CardActions_Fire = graphql(
  `
    mutation CardActions_Fire($card: ID!, $trigger: Trigger!, $reason: String) {
      fire(cardId: $card, trigger: $trigger, reason: $reason) { ...CardSummary }
    }
  `,
  [CardSummary],
);

const CardActions_Start = graphql(`mutation CardActions_Start($card: ID!, $options: LoopOptions) { startLoop(cardId: $card, options: $options) { id } }`);
const CardActions_Pause = graphql(`mutation CardActions_Pause($card: ID!) { pauseLoop(cardId: $card) { id state } }`);
const CardActions_Resume = graphql(`mutation CardActions_Resume($card: ID!) { resumeLoop(cardId: $card) { id state } }`);
const CardActions_Stop = graphql(`mutation CardActions_Stop($card: ID!) { stopLoop(cardId: $card) { id state } }`);
const CardActions_Hint = graphql(`mutation CardActions_Hint($card: ID!, $text: String!) { sendHint(cardId: $card, text: $text) { id } }`);

/** What takes a trigger back, where that leads exactly to where the card was. */
function undoOf(card: Card, trigger: Trigger): Trigger | null {
  if (card.state !== 'DRAFT') return null;
  if (trigger === 'START_CODING' || trigger === 'START_PLANNING') return 'CANCEL';
  return trigger === 'ARCHIVE' ? 'UNARCHIVE' : null;
}

/** What is on its way, by card. */
const underway = new Map<string, string>();

/** Does one thing with a card at a time: a second press changes nothing. False when it was refused, or is being done already. */
async function alone(card: Card, action: string, work: () => Promise<void>): Promise<boolean> {
  const other = underway.get(card.id);
  if (other !== undefined) {
    if (other !== action) refused(new Error(`#${card.number}: what you did before is still on its way. Try again in a moment.`));
    return false;
  }
  underway.set(card.id, action);
  try {
    await work();
    return true;
  } catch (error) {
    refused(error);
    return false;
  } finally {
    underway.delete(card.id);
  }
}

/** Fires a trigger, shows the card's new state at once, says what happened. False when it was refused. */
export const fire = (card: Card, trigger: Trigger, reason?: string): Promise<boolean> =>
  alone(card, trigger, async () => {
    const { fire: moved } = await tell(CardActions_Fire, { card: card.id, trigger, reason: reason ?? null });
    cardStore(card.projectId).take(moved);
    const back = undoOf(card, trigger);
    done(triggerDone(card.number, trigger), back ? () => void fire(moved, back) : undefined);
  });

const CardActions_Labels = graphql(
  `
    mutation CardActions_Labels($card: ID!, $input: CardInput!, $version: Int!) {
      updateCard(id: $card, input: $input, version: $version) { ...CardSummary }
    }
  `,
  [CardSummary],
);

/** Does the same with each card, one after the other; says how many were done, and why the first was not that was not. */
async function each(cards: readonly Card[], work: (card: Card) => Promise<Card>): Promise<Card[]> {
  const moved: Card[] = [];
  let fault: unknown = null;
  for (const card of cards) {
    try {
      const news = await work(card);
      cardStore(news.projectId).take(news);
      moved.push(news);
    } catch (error) {
      fault ??= error;
    }
  }
  if (fault) refused(new Error(moved.length > 0 ? `${cards.length - moved.length} of ${cards.length} cards could not: ${explain(fault)}` : explain(fault)));
  return moved;
}

/** Fires a trigger on several cards. False when none of them moved. */
export async function fireAll(cards: readonly Card[], trigger: Trigger): Promise<boolean> {
  const fireOne = async (card: Card) => (await tell(CardActions_Fire, { card: card.id, trigger, reason: null })).fire;
  const moved = await each(cards, fireOne);
  if (moved.length === 0) return false;
  const before = cards.filter((card) => moved.some(({ id }) => id === card.id));
  const [first] = before;
  const back = first ? undoOf(first, trigger) : null;
  const exact = back !== null && before.every((card) => undoOf(card, trigger) === back);
  if (first && before.length === 1) done(triggerDone(first.number, trigger), exact ? () => void fireAll(moved, back) : undefined);
  else done(triggerDoneTo(moved.length, trigger), exact ? () => void fireAll(moved, back) : undefined);
  return true;
}

/** Adds and takes off labels of several cards. False when none of them changed. */
export async function relabel(cards: readonly Card[], adding: readonly string[], leaving: ReadonlySet<string>): Promise<boolean> {
  const changed = await each(cards, async (card) => {
    const labels = [...new Set([...card.labels, ...adding])].filter((label) => !leaving.has(label));
    return (await tell(CardActions_Labels, { card: card.id, input: { labels }, version: card.version })).updateCard;
  });
  if (changed.length > 0) done(`${count(changed.length, 'card')} relabelled`, () => void restore(cards, changed));
  return changed.length > 0;
}

/** Gives cards the labels back that they had. */
const restore = (before: readonly Card[], now: readonly Card[]) =>
  each(now, async (card) => {
    const labels = before.find(({ id }) => id === card.id)?.labels ?? card.labels;
    return (await tell(CardActions_Labels, { card: card.id, input: { labels }, version: card.version })).updateCard;
  });

export interface StartOptions {
  subscription?: string;
  model?: string;
  limits?: { maxIterations?: number; maxRuntimeSeconds?: number; maxCostUsd?: number };
  clean?: boolean;
}

const attempt = (card: Card, action: string, work: () => Promise<unknown>, words: string): Promise<boolean> =>
  alone(card, action, async () => {
    await work();
    done(words);
  });

/** Goes on with a card that waits, from its last checkpoint; starts a draft. */
export const startLoop = (card: Card, options: StartOptions = {}) =>
  attempt(card, 'start', () => tell(CardActions_Start, { card: card.id, options }), `#${card.number} goes on`);

export const pauseLoop = (card: Card) =>
  attempt(card, 'pause', () => tell(CardActions_Pause, { card: card.id }), `#${card.number} pauses after this iteration`);

export const resumeLoop = (card: Card) => attempt(card, 'resume', () => tell(CardActions_Resume, { card: card.id }), `#${card.number} goes on`);

export const stopLoop = (card: Card) => attempt(card, 'stop', () => tell(CardActions_Stop, { card: card.id }), `#${card.number} is being stopped`);

export const sendHint = (card: Card, text: string) =>
  attempt(card, 'hint', () => tell(CardActions_Hint, { card: card.id, text }), 'The agent gets the hint when its next iteration starts');
