import { Choice } from '@/shared/ui/choice';
import { Input } from '@/shared/ui/field';
import type { Period, PeriodName } from './period';

const PERIODS = [
  { value: 'today', name: 'Today' },
  { value: '7d', name: '7 days' },
  { value: '30d', name: '30 days' },
  { value: 'custom', name: 'Custom' },
] as const;

const SCOPES = [
  { value: 'project', name: 'This project' },
  { value: 'all', name: 'All projects' },
] as const;

interface Props {
  period: Period;
  scope: 'project' | 'all';
  /** Writes into the address; null takes away. */
  change: (wishes: Record<string, string | null>) => void;
}

/** Which figures: of when, and of what. */
export const Filters = ({ period, scope, change }: Props) => {
  const { firstDay, lastDay } = period;
  const choose = (name: PeriodName) => change(name === 'custom' ? { period: name, from: firstDay, to: lastDay } : { period: name, from: null, to: null });
  const day = (end: 'from' | 'to') => (event: { target: { value: string } }) => event.target.value && change({ period: 'custom', [end]: event.target.value });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Choice name="Projects" value={scope} options={SCOPES} onChange={(value) => change({ scope: value === 'all' ? 'all' : null })} />
      <Choice name="Period" value={period.name} options={PERIODS} onChange={choose} />
      {period.name === 'custom' && (
        <span className="inline-flex items-center gap-1 text-xs text-muted">
          <Input type="date" aria-label="From" value={firstDay} max={lastDay} onChange={day('from')} className="h-7 w-32 text-xs" />
          to
          <Input type="date" aria-label="To" value={lastDay} min={firstDay} onChange={day('to')} className="h-7 w-32 text-xs" />
        </span>
      )}
    </div>
  );
};
