import { Link } from 'react-router';
import type { CardState } from '@/shared/cards/card';
import { sentence, STATE_NAMES } from '@/shared/cards/words';
import { percent, spentWords, tokens } from '@/shared/format/numbers';
import { duration } from '@/shared/format/time';
import { routes } from '@/shared/routes';
import type { Column } from '@/shared/ui/table';
import { tokensIn, type CardSum, type Sum, type Sums } from './data';

interface Summed {
  summary: Sum;
}

/** What every table of sums has. */
function sumColumns<Row extends Summed>(): Column<Row>[] {
  const number = (name: string, read: (sum: Sum) => number, words: (sum: Sum) => string = (sum) => String(read(sum))): Column<Row> => ({
    name,
    numeric: true,
    value: (row) => read(row.summary),
    cell: (row) => words(row.summary),
  });
  return [
    number('Cost', (sum) => sum.costUsd, spentWords),
    number('Tokens in', tokensIn, (sum) => tokens(tokensIn(sum))),
    number('Tokens out', (sum) => sum.outputTokens, (sum) => tokens(sum.outputTokens)),
    number('Unpriced tokens', (sum) => sum.unpricedTokens, (sum) => (sum.unpricedTokens ? tokens(sum.unpricedTokens) : '–')),
    number('Runs', (sum) => sum.sessions),
    number('Succeeded', (sum) => sum.successRate, (sum) => (sum.sessions ? percent(sum.successRate) : '–')),
    number('Iterations', (sum) => sum.iterations),
    number('Agents worked', (sum) => sum.durationSeconds, (sum) => duration(sum.durationSeconds * 1000)),
  ];
}

/** A name that, pressed, leaves only its part in the charts. */
const picked = <Row,>(name: string, value: (row: Row) => string, pick: (key: string) => void, words: (key: string) => string = (key) => key): Column<Row> => ({
  name,
  value,
  cell: (row) => (
    <button type="button" title="Only this in the charts" onClick={() => pick(value(row))} className="text-left font-medium hover:underline">
      {words(value(row))}
    </button>
  ),
});

type Pick = (key: string) => void;

export const bySubscription = (pick: Pick): Column<Sums['metricsBySubscription'][number]>[] => [
  picked('Subscription', (row) => row.subscription, pick),
  { name: 'Platform', value: (row) => row.platform },
  ...sumColumns<Sums['metricsBySubscription'][number]>(),
];

export const byPlatform = (pick: Pick): Column<Sums['metricsByPlatform'][number]>[] => [
  picked('Platform', (row) => row.key, pick),
  ...sumColumns<Sums['metricsByPlatform'][number]>(),
];

export const modelName = (key: string): string => key || 'Not named by the agent';

export const byModel = (pick: Pick): Column<Sums['metricsByModel'][number]>[] => [
  picked('Model', (row) => row.key, pick, modelName),
  ...sumColumns<Sums['metricsByModel'][number]>(),
];

export const byProject: Column<Sums['metricsByProject'][number]>[] = [
  {
    name: 'Project',
    value: (row) => row.name,
    cell: (row) => (
      <Link to={routes.metrics(row.projectId)} className="font-medium hover:underline">
        {row.name}
      </Link>
    ),
  },
  ...sumColumns<Sums['metricsByProject'][number]>(),
];

export const stateName = (state: string): string => STATE_NAMES[state as CardState] ?? sentence(state);

export const byCard = (project: string): Column<CardSum>[] => [
  { name: 'Number', value: (row) => row.number, cell: (row) => <span className="text-faint">#{row.number}</span> },
  {
    name: 'Card',
    value: (row) => row.title,
    cell: (row) => (
      <Link to={routes.card(project, row.cardId, 'cost')} className="line-clamp-2 min-w-40 font-medium hover:underline">
        {row.title}
      </Link>
    ),
  },
  { name: 'State', value: (row) => row.state, cell: (row) => <span className="whitespace-nowrap">{stateName(row.state)}</span> },
  ...sumColumns<CardSum>(),
];

const seconds = (name: string, read: (row: Sums['timeInStates'][number]) => number): Column<Sums['timeInStates'][number]> => ({
  name,
  numeric: true,
  value: read,
  cell: (row) => duration(read(row) * 1000),
});

export const inStates: Column<Sums['timeInStates'][number]>[] = [
  { name: 'State', value: (row) => row.state, cell: (row) => <span className="font-medium whitespace-nowrap">{stateName(row.state)}</span> },
  { name: 'Cards', numeric: true, value: (row) => row.cards },
  { name: 'Visits', numeric: true, value: (row) => row.visits },
  seconds('Time in all', (row) => row.totalSeconds),
  seconds('Half are out within', (row) => row.medianSeconds),
];
