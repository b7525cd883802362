import { useEffect, useRef } from 'react';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '@/shared/api/graphql';
import type { Card } from '@/shared/cards/card';

export const Runs_OfCard = graphql(`
  query Runs_OfCard($card: ID!) {
    card(id: $card) {
      id
      runs {
        id state stopReason message platform subscription model iteration lastSeq
        inputTokens cacheCreationInputTokens cacheReadInputTokens outputTokens costUsd unpricedTokens
        parkedUntil queuedAt startedAt endedAt
        limits { maxIterations maxRuntimeSeconds maxCostUsd }
        iterations {
          number agentSessionId startedAt endedAt exitCode outcome message commitSha filesChanged sandboxed
          inputTokens cacheCreationInputTokens cacheReadInputTokens outputTokens costUsd unpricedTokens
        }
      }
    }
  }
`);

export type RunData = NonNullable<ResultOf<typeof Runs_OfCard>['card']>['runs'][number];
export type IterationData = RunData['iterations'][number];

/** All runs of a card with their iterations, oldest first; read again whenever the live card says that its run moved. */
export function useRuns(card: Card) {
  const [{ data, error }, refetch] = useQuery({ query: Runs_OfCard, variables: { card: card.id } });
  const run = card.currentRun;
  const moved = [card.updatedAt, card.runs.length, run?.id, run?.state, run?.iteration].join();
  const before = useRef(moved);
  useEffect(() => {
    if (before.current === moved) return;
    before.current = moved;
    refetch({ requestPolicy: 'network-only' });
  }, [moved, refetch]);
  return { runs: data?.card?.runs ?? null, error, refetch: () => refetch({ requestPolicy: 'network-only' }) };
}

export const tokensIn = (spent: Pick<IterationData, 'inputTokens' | 'cacheCreationInputTokens' | 'cacheReadInputTokens'>): number =>
  spent.inputTokens + spent.cacheCreationInputTokens + spent.cacheReadInputTokens;
