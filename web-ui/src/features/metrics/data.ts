import { useQuery } from 'urql';
import { graphql, type ResultOf } from '@/shared/api/graphql';
import { usePolling, useReadAgain } from '@/shared/api/useReadAgain';
import { BudgetFields } from '@/shared/budgets';
import { spentBy, type Card } from '@/shared/cards/card';
import { useCards } from '@/shared/cards/useCards';
import type { Period } from './period';

const Metrics_Sum = graphql(`
  fragment Metrics_Sum on MetricsSummary {
    sessions successfulSessions successRate iterations durationSeconds
    inputTokens cacheCreationInputTokens cacheReadInputTokens outputTokens
    costUsd reportedCostUsd unpricedTokens
  }
`);

const Metrics_Sums = graphql(
  `
    query Metrics_Sums($project: ID, $from: DateTime, $to: DateTime) {
      metricsSummary(projectId: $project, from: $from, to: $to) { ...Metrics_Sum }
      metricsByPlatform(projectId: $project, from: $from, to: $to) { key summary { ...Metrics_Sum } }
      metricsByModel(projectId: $project, from: $from, to: $to) { key summary { ...Metrics_Sum } }
      metricsBySubscription(from: $from, to: $to) { subscription platform summary { ...Metrics_Sum } }
      metricsByProject(from: $from, to: $to) { projectId name summary { ...Metrics_Sum } }
      timeInStates(projectId: $project, from: $from, to: $to) { state cards visits totalSeconds medianSeconds }
    }
  `,
  [Metrics_Sum],
);

const Metrics_Series = graphql(`
  query Metrics_Series($group: MetricsGroup!, $project: ID, $from: DateTime!, $to: DateTime!, $bucket: Bucket!) {
    costSeriesBy(group: $group, projectId: $project, from: $from, to: $to, bucket: $bucket) {
      key
      points { at costUsd inputTokens outputTokens }
    }
  }
`);

const Metrics_Cards = graphql(
  `
    query Metrics_Cards($project: ID!, $from: DateTime) {
      metricsOfCards(projectId: $project, from: $from, first: 200) { cardId number title state summary { ...Metrics_Sum } }
    }
  `,
  [Metrics_Sum],
);

const Metrics_Budgets = graphql(`query Metrics_Budgets($project: ID!) { budgets(projectId: $project) { ...BudgetFields } }`, [BudgetFields]);

export type Sums = ResultOf<typeof Metrics_Sums>;
export type Sum = Sums['metricsSummary'];
export type CardSum = ResultOf<typeof Metrics_Cards>['metricsOfCards'][number];
export type Group = 'SUBSCRIPTION' | 'PLATFORM' | 'MODEL' | 'PROJECT';

const REST_EVERY = 20_000;
const fresh = { requestPolicy: 'network-only' } as const;

/** Moves whenever a card of the project does, or spends. */
const movedOf = (cards: ReadonlyMap<string, Card>): string => {
  let newest = '';
  let spent = 0;
  for (const card of cards.values()) {
    if (card.updatedAt > newest) newest = card.updatedAt;
    spent += spentBy(card).costUsd;
  }
  return `${cards.size} ${newest} ${spent}`;
};

/**
 * The figures of a period, kept fresh: at once when a card of the project moves, and every little while for what other projects
 * spend.
 *
 * @param all of all projects, not only of this one
 */
export function useMetrics(project: string, all: boolean, period: Period, group: Group) {
  const { from, to, bucket } = period;
  const scope = all ? null : project;
  const { cards } = useCards(project);
  const [sums, readSums] = useQuery({ query: Metrics_Sums, variables: { project: scope, from, to } });
  const [series, readSeries] = useQuery({ query: Metrics_Series, variables: { group, project: scope, from, to, bucket } });
  const [ofCards, readCards] = useQuery({ query: Metrics_Cards, variables: { project, from } });
  const [budgets, readBudgets] = useQuery({ query: Metrics_Budgets, variables: { project } });
  const readAll = () => [readSums, readSeries, readCards, readBudgets].forEach((read) => read(fresh));
  useReadAgain(movedOf(cards), readAll);
  usePolling(readAll, REST_EVERY);
  return {
    sums: sums.data ?? null,
    series: series.data?.costSeriesBy ?? null,
    cards: ofCards.data?.metricsOfCards ?? null,
    budgets: budgets.data?.budgets ?? null,
    error: sums.error ?? series.error ?? ofCards.error ?? null,
    readAll,
  };
}

export const tokensIn = (sum: Sum): number => sum.inputTokens + sum.cacheCreationInputTokens + sum.cacheReadInputTokens;

/** Which parts of a group used tokens that have no price. */
export function unpricedKeys(sums: Sums, group: Group): string[] {
  const parts = {
    SUBSCRIPTION: sums.metricsBySubscription.map(({ subscription, summary }) => ({ key: subscription, summary })),
    PROJECT: sums.metricsByProject.map(({ projectId, summary }) => ({ key: projectId, summary })),
    PLATFORM: sums.metricsByPlatform,
    MODEL: sums.metricsByModel,
  }[group];
  return parts.filter(({ summary }) => summary.unpricedTokens > 0).map(({ key }) => key);
}
