import { useQuery } from 'urql';
import { graphql, type ResultOf } from '@/shared/api/graphql';
import { useReadAgain } from '@/shared/api/useReadAgain';
import type { Card, CardRun } from '@/shared/cards/card';
import { compareInstants } from '@/shared/format/time';

/** Runs of the cards that changed last: those that ended recently are among them. */
const Runs_Recent = graphql(`
  query Runs_Recent($project: ID!) {
    cards(projectId: $project, first: 100) {
      items {
        id number title
        runs {
          id state stopReason message platform subscription model iteration costUsd unpricedTokens startedAt endedAt queuedAt
          limits { maxIterations maxRuntimeSeconds maxCostUsd }
        }
      }
    }
  }
`);

type RecentCard = ResultOf<typeof Runs_Recent>['cards']['items'][number];
export type EndedRun = RecentCard['runs'][number] & { card: Pick<RecentCard, 'id' | 'number' | 'title'> };

export interface LiveRun {
  card: Card;
  run: CardRun;
}

/** Runs that have not ended, by what they do, the oldest first. */
export function liveRuns(cards: Iterable<Card>, states: readonly CardRun['state'][]): LiveRun[] {
  return [...cards]
    .flatMap((card) => (card.currentRun && states.includes(card.currentRun.state) ? [{ card, run: card.currentRun }] : []))
    .sort((a, b) => compareInstants(a.run.queuedAt, b.run.queuedAt));
}

/** The runs that ended last, the newest first; read again whenever a run of the project begins, moves or ends. */
export function useEndedRuns(project: string, cards: ReadonlyMap<string, Card>) {
  const [{ data, error }, refetch] = useQuery({ query: Runs_Recent, variables: { project } });
  const read = () => refetch({ requestPolicy: 'network-only' });
  const moved = [...cards.values()].map((card) => `${card.runs.length}${card.currentRun?.id ?? ''}`).join();
  useReadAgain(moved, read);
  const ended =
    data?.cards.items
      .flatMap(({ runs, id, number, title }): EndedRun[] => runs.filter((run) => run.endedAt !== null).map((run) => ({ ...run, card: { id, number, title } })))
      .sort((a, b) => compareInstants(b.endedAt ?? '', a.endedAt ?? ''))
      .slice(0, 100) ?? null;
  return { ended, error, read };
}
