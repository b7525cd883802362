import { Bar } from '@/shared/ui/bar';

interface Props {
  name: string;
  used: number;
  limit: number;
  /** "3 of 20" */
  words: string;
}

/** What was used of a limit. */
export const Meter = ({ name, used, limit, words }: Props) => (
  <div>
    <div className="flex justify-between text-xs">
      <span className="text-muted">{name}</span>
      <span className="tabular-nums">{words}</span>
    </div>
    <Bar label={name} share={limit > 0 ? used / limit : 0} words={words} className="mt-1" />
  </div>
);
