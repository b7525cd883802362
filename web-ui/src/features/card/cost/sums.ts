import { tokensIn, type IterationData, type RunData } from '@/features/card/run/runs';

/** How long agents worked in a run: the time of its finished iterations, in milliseconds. */
export const workedMs = (run: Pick<RunData, 'iterations'>): number =>
  run.iterations.reduce((sum, { startedAt, endedAt }) => sum + (endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : 0), 0);

/** All runs of a card together. */
export function sumOf(runs: readonly RunData[]) {
  const sum = (value: (run: RunData) => number) => runs.reduce((total, run) => total + value(run), 0);
  return {
    costUsd: sum((run) => run.costUsd),
    unpricedTokens: sum((run) => run.unpricedTokens),
    tokensIn: sum(tokensIn),
    cached: sum((run) => run.cacheReadInputTokens),
    tokensOut: sum((run) => run.outputTokens),
    iterations: sum((run) => run.iterations.length),
    workedMs: sum(workedMs),
  };
}

/** One iteration with what it belongs to, as a row of a file. */
export interface CostRow {
  run: number;
  subscription: string;
  model: string | null;
  iteration: IterationData;
}

export const rowsOf = (runs: readonly RunData[]): CostRow[] =>
  runs.flatMap(({ subscription, model, iterations }, index) => iterations.map((iteration) => ({ run: index + 1, subscription, model, iteration })));
