import { graphql } from '@/shared/api/graphql';
import { tell } from '@/shared/api/client';
import { done, refused } from '@/shared/ui/toast';
import { CardSummary, type Card, type Trigger } from './card';
import { cardStore } from './cardStore';
import { triggerDone } from './words';

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

/** Fires a trigger, shows the card's new state at once, says what happened. False when it was refused. */
export async function fire(card: Card, trigger: Trigger, reason?: string): Promise<boolean> {
  try {
    const { fire: moved } = await tell(CardActions_Fire, { card: card.id, trigger, reason: reason ?? null });
    cardStore(card.projectId).take(moved);
    const back = undoOf(card, trigger);
    done(triggerDone(card.number, trigger), back ? () => void fire(moved, back) : undefined);
    return true;
  } catch (error) {
    refused(error);
    return false;
  }
}

export interface StartOptions {
  subscription?: string;
  model?: string;
  limits?: { maxIterations?: number; maxRuntimeSeconds?: number; maxCostUsd?: number };
  clean?: boolean;
}

const attempt = async (work: () => Promise<unknown>, words: string): Promise<boolean> => {
  try {
    await work();
    done(words);
    return true;
  } catch (error) {
    refused(error);
    return false;
  }
};

/** Goes on with a card that waits, from its last checkpoint; starts a draft. */
export const startLoop = (card: Card, options: StartOptions = {}) =>
  attempt(() => tell(CardActions_Start, { card: card.id, options }), `#${card.number} goes on`);

export const pauseLoop = (card: Card) =>
  attempt(() => tell(CardActions_Pause, { card: card.id }), `#${card.number} pauses after this iteration`);

export const resumeLoop = (card: Card) => attempt(() => tell(CardActions_Resume, { card: card.id }), `#${card.number} goes on`);

export const stopLoop = (card: Card) => attempt(() => tell(CardActions_Stop, { card: card.id }), `#${card.number} is being stopped`);

export const sendHint = (card: Card, text: string) =>
  attempt(() => tell(CardActions_Hint, { card: card.id, text }), 'The agent gets the hint when its next iteration starts');
