import { Suspense, useMemo, useState } from 'react';
import { part } from '@/shared/part';
import { Choice } from '@/shared/ui/choice';
import { CsvButton } from '@/shared/ui/csvButton';
import { Section } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { DataTable, type Column } from '@/shared/ui/table';
import type { Step } from './period';
import { barName, sumOf, type Bar, type Stack } from './series';

const StackChart = part(async () => (await import('./StackChart')).StackChart);

interface Props {
  title: string;
  hint?: string;
  stack: Stack | null;
  step: Step;
  format: (value: number) => string;
  axis: (value: number) => string;
  /** What to say when there is nothing in the period. */
  empty: string;
  zoom: ((at: number) => void) | null;
  pick: (key: string) => void;
}

const VIEWS = [
  { value: 'chart', name: 'Chart' },
  { value: 'table', name: 'Table' },
] as const;

/** A chart that is a table as well. */
export const ChartSection = ({ title, hint, stack, step, format, axis, empty, zoom, pick }: Props) => {
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const columns = useMemo(() => (stack ? columnsOf(stack, step, format, zoom) : []), [stack, step, format, zoom]);
  const table = { columns, rows: stack?.bars ?? [], keyOf: (bar: Bar) => String(bar.at) };
  const nothing = stack !== null && stack.bars.every((bar) => sumOf(bar.parts) === 0);
  return (
    <Section
      title={title}
      hint={hint}
      actions={
        <>
          <Choice name={`${title}: chart or table`} value={view} options={VIEWS} onChange={setView} />
          <CsvButton name={title} {...table} />
        </>
      }
    >
      {view === 'table' ? (
        <DataTable name={title} empty={empty} {...table} />
      ) : (
        <div className="rounded-md border bg-surface p-3">
          {!stack && <Skeleton className="h-60" />}
          {nothing && <p className="flex h-60 items-center justify-center px-4 text-center text-sm text-muted">{empty}</p>}
          {stack && !nothing && (
            <Suspense fallback={<Skeleton className="h-60" />}>
              <StackChart stack={stack} step={step} format={format} axis={axis} zoom={zoom} pick={pick} />
            </Suspense>
          )}
        </div>
      )}
    </Section>
  );
};

function columnsOf(stack: Stack, step: Step, format: (value: number) => string, zoom: Props['zoom']): Column<Bar>[] {
  const numbers = (name: string, read: (bar: Bar) => number): Column<Bar> => ({ name, numeric: true, value: read, cell: (bar) => format(read(bar)) });
  return [
    { name: 'From', value: (bar) => new Date(bar.at).toISOString(), cell: (bar) => <BarName bar={bar} step={step} zoom={zoom} /> },
    ...stack.names.map((name, part) => numbers(stack.unpriced[part] ? `${name} (not all priced)` : name, (bar) => bar.parts[part] ?? 0)),
    numbers('In all', (bar) => sumOf(bar.parts)),
  ];
}

const BarName = ({ bar, step, zoom }: { bar: Bar; step: Step; zoom: Props['zoom'] }) =>
  zoom ? (
    <button type="button" title="Only this time" onClick={() => zoom(bar.at)} className="hover:underline">
      {barName(bar.at, step)}
    </button>
  ) : (
    barName(bar.at, step)
  );
