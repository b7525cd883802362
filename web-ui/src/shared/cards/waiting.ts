import { useMemo } from 'react';
import { useQuery } from 'urql';
import { graphql } from '@/shared/api/graphql';
import { usePolling } from '@/shared/api/useReadAgain';
import { CardSummary, type Card } from './card';
import { useCards, useNeedsYou } from './useCards';

const Waiting_Everywhere = graphql(`query Waiting_Everywhere { waitingCards { ...CardSummary } }`, [CardSummary]);

/** The server has a feed of one project only; the others are asked for. */
const EVERY_MS = 10_000;
/** Who looks elsewhere is notified of cards of all projects. */
const HIDDEN_EVERY_MS = 50_000;

/** Keeps what {@link useWaiting} gives fresh; once in the app. */
export function useWaitingPoll(): void {
  const [, refetch] = useQuery({ query: Waiting_Everywhere });
  usePolling(() => refetch({ requestPolicy: 'network-only' }), EVERY_MS, HIDDEN_EVERY_MS);
}

/**
 * All cards that wait for a person, the longest waiting first: those of this project live, those of the others as they were a few
 * seconds ago. Not loaded until all are known.
 */
export function useWaiting(project: string): { waiting: Card[]; loaded: boolean } {
  const here = useNeedsYou(project);
  const { loaded } = useCards(project);
  const [{ data }] = useQuery({ query: Waiting_Everywhere, requestPolicy: 'cache-first' });
  const waiting = useMemo(
    () =>
      [...here, ...(data?.waitingCards ?? []).filter((card) => card.projectId !== project)].sort((a, b) => (a.attention?.since ?? '').localeCompare(b.attention?.since ?? '')),
    [here, data, project],
  );
  return { waiting, loaded: loaded && data !== undefined };
}
