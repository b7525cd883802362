import { graphql, type ResultOf } from '@/shared/api/graphql';
import { compareInstants } from '@/shared/format/time';

export const Timeline_Card = graphql(`
  query Timeline_Card($card: ID!) {
    card(id: $card) {
      id createdAt
      transitions { from to trigger actor reason at }
      errors { id category message context sourceState resolved at }
      checkpoints { iteration agentSessionId lastResponseSummary commitSha createdAt fileChanges { path status additions deletions } }
    }
  }
`);

type Data = NonNullable<ResultOf<typeof Timeline_Card>['card']>;
export type Transition = Data['transitions'][number];
export type CardError = Data['errors'][number];
export type Checkpoint = Data['checkpoints'][number];

export type Entry =
  | { kind: 'transition'; at: string; transition: Transition; stayedMs: number | null }
  | { kind: 'error'; at: string; error: CardError }
  | { kind: 'checkpoint'; at: string; checkpoint: Checkpoint; newest: boolean }
  | { kind: 'created'; at: string };

/** Everything that happened to a card, newest first; each transition with how long the card stayed where it led, or null. */
export function timelineOf(data: Data): Entry[] {
  const transitions = [...data.transitions].sort((a, b) => compareInstants(a.at, b.at));
  const checkpoints = [...data.checkpoints].sort((a, b) => compareInstants(a.createdAt, b.createdAt));
  const entries: Entry[] = [
    { kind: 'created', at: data.createdAt },
    ...transitions.map((transition, index): Entry => {
      const next = transitions[index + 1];
      return { kind: 'transition', at: transition.at, transition, stayedMs: next ? Date.parse(next.at) - Date.parse(transition.at) : null };
    }),
    ...data.errors.map((error): Entry => ({ kind: 'error', at: error.at, error })),
    ...checkpoints.map((checkpoint): Entry => ({ kind: 'checkpoint', at: checkpoint.createdAt, checkpoint, newest: checkpoint === checkpoints.at(-1) })),
  ];
  return entries.sort((a, b) => compareInstants(b.at, a.at));
}
