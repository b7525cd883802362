import { toServerError } from '@/shared/api/errors';
import type { Card } from '@/shared/cards/card';
import { outcomeOf, runWord } from '@/features/card/run/outcomes';
import { tokensIn, useRuns, type IterationData, type RunData } from '@/features/card/run/runs';
import { percent, spentWords, tokens, type Spent } from '@/shared/format/numbers';
import { duration } from '@/shared/format/time';
import { cn } from '@/shared/ui/cn';
import { CsvButton } from '@/shared/ui/csvButton';
import { Empty } from '@/shared/ui/empty';
import { Fault } from '@/shared/ui/fault';
import { SCROLLED_BY_KEYS, Scroller } from '@/shared/ui/scroller';
import { Skeleton } from '@/shared/ui/skeleton';
import type { Column } from '@/shared/ui/table';
import { rowsOf, sumOf, workedMs, type CostRow } from './sums';

/** What the card has cost: in all, by run and by iteration. */
export const CostTab = ({ card }: { card: Card }) => {
  const { runs, error, refetch } = useRuns(card);
  if (!runs) return <div className="p-4">{error ? <Fault error={toServerError(error)} retry={refetch} /> : <Skeleton className="h-40" />}</div>;
  if (runs.length === 0) return <Empty title="Nothing spent yet">What each iteration costs in money, tokens and time will stand here.</Empty>;
  const all = sumOf(runs);
  const most = Math.max(...runs.flatMap((run) => run.iterations.map((iteration) => iteration.costUsd)), 0);
  return (
    <Scroller>
      <div className="mx-auto flex max-w-4xl flex-col gap-4 p-4">
        <dl className="grid grid-cols-2 gap-2 sm:grid-cols-5">
          <Figure name="Cost" value={spentWords(all)} hint={all.unpricedTokens > 0 ? `without ${tokens(all.unpricedTokens)} tokens that have no price` : undefined} />
          <Figure name="Tokens in" value={tokens(all.tokensIn)} hint={all.tokensIn > 0 ? `${percent(all.cached / all.tokensIn)} from the cache` : undefined} />
          <Figure name="Tokens out" value={tokens(all.tokensOut)} />
          <Figure name="Iterations" value={String(all.iterations)} hint={`in ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}`} />
          <Figure name="Agents worked" value={duration(all.workedMs)} />
        </dl>
        <div className="-mb-2 flex items-center">
          <h2 className="mr-auto text-sm font-semibold">By iteration</h2>
          <CsvButton name={`Costs of card ${card.number}`} columns={COLUMNS} rows={rowsOf(runs)} keyOf={(row) => `${row.run} ${row.iteration.number}`} />
        </div>
        <div role="region" aria-label="By iteration, table" tabIndex={SCROLLED_BY_KEYS} className="overflow-x-auto rounded-md border">
          <table className="w-full text-xs tabular-nums">
            <thead className="bg-sunken text-left text-muted">
              <tr>
                {['Iteration', 'Result', 'Cost', 'In', 'Cached', 'Out', 'Files', 'Time'].map((name, index) => (
                  <th key={name} scope="col" className={cn('px-3 py-1.5 font-medium', index > 1 && 'text-right')}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            {runs.map((run, index) => (
              <RunRows key={run.id} run={run} number={index + 1} most={most} />
            ))}
          </table>
        </div>
        <p className="text-xs text-faint">Money is what the agent reported, or what the price table says where it reports none; tokens without a price are in no sum. Cached: read from the provider&apos;s cache, which costs less.</p>
      </div>
    </Scroller>
  );
};

const COLUMNS: readonly Column<CostRow>[] = [
  { name: 'Run', value: (row) => row.run },
  { name: 'Iteration', value: ({ iteration }) => iteration.number },
  { name: 'Subscription', value: (row) => row.subscription },
  { name: 'Model', value: (row) => row.model },
  { name: 'Result', value: ({ iteration }) => iteration.outcome },
  { name: 'Cost in USD', value: ({ iteration }) => iteration.costUsd },
  { name: 'Tokens without a price', value: ({ iteration }) => iteration.unpricedTokens },
  { name: 'Input tokens', value: ({ iteration }) => iteration.inputTokens },
  { name: 'Cache write tokens', value: ({ iteration }) => iteration.cacheCreationInputTokens },
  { name: 'Cache read tokens', value: ({ iteration }) => iteration.cacheReadInputTokens },
  { name: 'Output tokens', value: ({ iteration }) => iteration.outputTokens },
  { name: 'Files changed', value: ({ iteration }) => iteration.filesChanged },
  { name: 'Started', value: ({ iteration }) => iteration.startedAt },
  { name: 'Ended', value: ({ iteration }) => iteration.endedAt },
];

const Figure = ({ name, value, hint }: { name: string; value: string; hint?: string | undefined }) => (
  <div className="rounded-md border px-3 py-2">
    <dt className="text-xs text-muted">{name}</dt>
    <dd className="text-lg font-semibold tabular-nums">{value}</dd>
    {hint && <dd className="text-2xs text-faint">{hint}</dd>}
  </div>
);

const RunRows = ({ run, number, most }: { run: RunData; number: number; most: number }) => (
  <tbody>
    <tr className="border-t bg-hover/50">
      <th scope="rowgroup" colSpan={2} className="px-3 py-1.5 text-left font-semibold">
        Run {number} <span className="font-normal text-muted">· {runWord(run)} · {run.subscription}{run.model && ` · ${run.model}`}</span>
      </th>
      <Cells spent={run} files={null} ms={workedMs(run)} strong />
    </tr>
    {run.iterations.map((iteration) => (
      <IterationRow key={iteration.number} iteration={iteration} share={most > 0 ? iteration.costUsd / most : 0} />
    ))}
  </tbody>
);

const IterationRow = ({ iteration, share }: { iteration: IterationData; share: number }) => (
  <tr className="border-t">
    <td className="px-3 py-1.5">
      <span className="inline-block w-6">{iteration.number}</span>
      <span aria-hidden className="inline-block h-1.5 w-16 overflow-hidden rounded-full bg-line align-middle">
        <span className="block h-full bg-accent" style={{ width: `${share * 100}%` }} />
      </span>
    </td>
    <td className={cn('px-3 py-1.5 whitespace-nowrap', outcomeOf(iteration.outcome).text)}>{outcomeOf(iteration.outcome).word}</td>
    <Cells spent={iteration} files={iteration.filesChanged} ms={iteration.endedAt ? Date.parse(iteration.endedAt) - Date.parse(iteration.startedAt) : null} />
  </tr>
);

interface CellsProps {
  spent: Spent & Pick<IterationData, 'inputTokens' | 'cacheCreationInputTokens' | 'cacheReadInputTokens' | 'outputTokens'>;
  files: number | null;
  ms: number | null;
  strong?: boolean;
}

const Cells = ({ spent, files, ms, strong }: CellsProps) => (
  <>
    {[spentWords(spent), tokens(tokensIn(spent)), tokens(spent.cacheReadInputTokens), tokens(spent.outputTokens), files ?? '', ms === null ? '…' : duration(ms)].map((value, index) => (
      <td key={index} className={cn('px-3 py-1.5 text-right whitespace-nowrap', strong && 'font-semibold')}>
        {value}
      </td>
    ))}
  </>
);
