import { TriangleAlert } from 'lucide-react';
import { count, money, percent, spentWords, tokens } from '@/shared/format/numbers';
import { duration } from '@/shared/format/time';
import { Skeleton } from '@/shared/ui/skeleton';
import { tokensIn, type CardSum, type Sum, type Sums } from './data';
import { modelName } from './tables';

const FINISHED = new Set(['COMPLETED', 'ARCHIVED']);
const mean = (numbers: number[]): number | null => (numbers.length ? numbers.reduce((sum, one) => sum + one, 0) / numbers.length : null);

/** The period in a line: what it cost, and what came of it. */
export const Figures = ({ sum, cards }: { sum: Sum | null; cards: readonly CardSum[] | null }) => {
  if (!sum || !cards) return <Skeleton className="h-20" />;
  const finished = cards.filter((card) => FINISHED.has(card.state));
  const costEach = mean(finished.map((card) => card.summary.costUsd));
  const iterationsEach = mean(cards.map((card) => card.summary.iterations));
  const read = tokensIn(sum);
  return (
    <dl className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-6">
      <Figure name="Cost" value={spentWords(sum)} hint={costHint(sum)} />
      <Figure name="Tokens" value={tokens(read + sum.outputTokens)} hint={read > 0 ? `${percent(sum.cacheReadInputTokens / read)} of the input from the cache` : 'none used'} />
      <Figure name="Runs that succeeded" value={sum.sessions ? percent(sum.successRate) : '–'} hint={`${sum.successfulSessions} of ${count(sum.sessions, 'run')}`} />
      <Figure name="Iterations per card" value={iterationsEach === null ? '–' : iterationsEach.toFixed(1)} hint={`of ${count(cards.length, 'card')} of this project`} />
      <Figure name="Cost per finished card" value={costEach === null ? '–' : money(costEach)} hint={finished.length ? `${count(finished.length, 'card')}, all their runs` : 'none finished yet'} />
      <Figure name="Agents worked" value={duration(sum.durationSeconds * 1000)} hint={count(sum.iterations, 'iteration')} />
    </dl>
  );
};

function costHint({ costUsd, reportedCostUsd, unpricedTokens }: Sum): string {
  const estimated = costUsd - reportedCostUsd;
  const words = estimated > 0 ? `${money(estimated)} of it estimated` : 'as the agents reported';
  return unpricedTokens > 0 ? `${words}, and some is unpriced` : words;
}

const Figure = ({ name, value, hint }: { name: string; value: string; hint: string }) => (
  <div className="min-w-0 rounded-md border bg-surface px-3 py-2">
    <dt className="text-xs text-muted">{name}</dt>
    <dd className="text-lg font-semibold break-words tabular-nums">{value}</dd>
    <dd className="text-2xs text-faint">{hint}</dd>
  </div>
);

/** Says that the figures are not all: of some tokens nobody knows what they cost. */
export const Unpriced = ({ sums }: { sums: Sums }) => {
  const unpriced = sums.metricsSummary.unpricedTokens;
  if (unpriced === 0) return null;
  const models = sums.metricsByModel.filter((model) => model.summary.unpricedTokens > 0).map((model) => modelName(model.key));
  return (
    <p role="note" className="flex items-start gap-2 rounded-md border border-needs-solid/60 bg-needs-solid/10 px-3 py-2 text-sm">
      <TriangleAlert className="mt-0.5 size-4 shrink-0 text-needs" />
      <span className="min-w-0">
        <strong className="font-semibold">{tokens(unpriced)} tokens have no price</strong>, so what they cost is not in these figures ({models.join(', ')}). Write a price
        for them into the configuration, at <code className="font-mono text-xs">ringmaster.prices</code>.
      </span>
    </p>
  );
};
