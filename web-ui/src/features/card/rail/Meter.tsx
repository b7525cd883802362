import { cn } from '@/shared/ui/cn';

interface Props {
  name: string;
  used: number;
  limit: number;
  /** "3 of 20" */
  words: string;
}

/** What was used of a limit. Amber when little is left, red when nothing is. */
export const Meter = ({ name, used, limit, words }: Props) => {
  const share = limit > 0 ? Math.min(1, used / limit) : 0;
  return (
    <div>
      <div className="flex justify-between text-xs">
        <span className="text-muted">{name}</span>
        <span className="tabular-nums">{words}</span>
      </div>
      <div role="meter" aria-label={name} aria-valuemin={0} aria-valuemax={limit} aria-valuenow={Math.min(used, limit)} aria-valuetext={words} className="mt-1 h-1 overflow-hidden rounded-full bg-line">
        <div className={cn('h-full rounded-full', share >= 1 ? 'bg-failed' : share > 0.8 ? 'bg-needs-solid' : 'bg-accent')} style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
};
