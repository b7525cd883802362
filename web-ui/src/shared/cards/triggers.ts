import type { ResultOf } from '@/shared/api/graphql';
import { graphql } from '@/shared/api/graphql';
import type { Card, Trigger } from './card';
import { columnOf, type ColumnId } from './columns';
import { triggerByPerson } from './words';

export const Workflow_Edges = graphql(`query Workflow_Edges { workflow { from trigger to } }`);

export type Edge = ResultOf<typeof Workflow_Edges>['workflow'][number];

/** What a person may do with the card now, the way forward first. */
const ORDER: readonly Trigger[] = [
  'APPROVE_PLAN', 'APPROVE_REVIEW', 'START_CODING', 'START_PLANNING', 'RETRY', 'UNARCHIVE', 'REJECT_PLAN', 'REJECT_REVIEW', 'CANCEL', 'ARCHIVE',
];

export const possible = (card: Card): Trigger[] => ORDER.filter((trigger) => card.allowedTriggers.includes(trigger));

/** What the agent should be told with it: asked for before it is fired. */
export const wantsReason = (card: Card, trigger: Trigger): boolean =>
  trigger === 'REJECT_REVIEW' || trigger === 'REJECT_PLAN' || (trigger === 'RETRY' && card.state === 'COMPLETED');

/** What ends work that runs, and is therefore asked about. */
export const wantsConfirmation = (card: Card, trigger: Trigger): boolean => trigger === 'CANCEL' && card.currentRun !== null;

/** The trigger that moves a card to a column, or null. Archiving is no place on the board. */
export function triggerTo(card: Card, column: ColumnId, edges: readonly Edge[]): Trigger | null {
  return (
    possible(card).find(
      (trigger) =>
        triggerByPerson(trigger) &&
        trigger !== 'ARCHIVE' &&
        edges.some(
          (edge) => edge.from === card.state && edge.trigger === trigger && columnOf({ ...card, state: edge.to, previousState: card.state }) === column,
        ),
    ) ?? null
  );
}
