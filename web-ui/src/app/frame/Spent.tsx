import { useMemo } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { graphql } from '@/shared/api/graphql';
import { usePolling, useReadAgain } from '@/shared/api/useReadAgain';
import { spentBy } from '@/shared/cards/card';
import { useCards } from '@/shared/cards/useCards';
import { spentWords, tokens } from '@/shared/format/numbers';
import { midnight } from '@/shared/format/time';
import { useClock } from '@/shared/format/useNow';
import { routes } from '@/shared/routes';
import { buttonLook } from '@/shared/ui/button';
import { cn } from '@/shared/ui/cn';

const Spent_Today = graphql(`
  query Spent_Today($project: ID, $from: DateTime) { metricsSummary(projectId: $project, from: $from) { costUsd unpricedTokens } }
`);

/** What this project has cost since midnight; leads to the metrics of today. */
export const Spent = ({ project }: { project: string }) => {
  const { cards } = useCards(project);
  const from = useClock(midnight);
  const [{ data, error }, refetch] = useQuery({ query: Spent_Today, variables: { project, from } });
  const read = () => refetch({ requestPolicy: 'network-only' });
  const ever = useMemo(() => [...cards.values()].reduce((sum, card) => sum + spentBy(card).costUsd, 0), [cards]);
  useReadAgain(String(ever), read);
  usePolling(read, 60_000);
  if (!data) return null;
  const { unpricedTokens } = data.metricsSummary;
  const title = unpricedTokens ? `Spent today on this project; ${tokens(unpricedTokens)} tokens have no price and are not in it` : 'Spent today on this project';
  return (
    <Link
      to={`${routes.metrics(project)}?period=today`}
      title={title}
      className={cn(buttonLook({ look: 'ghost' }), 'hidden tabular-nums sm:inline-flex', error && 'opacity-60')}
    >
      {spentWords(data.metricsSummary)} <span className="hidden font-normal text-faint lg:inline">today</span>
    </Link>
  );
};
