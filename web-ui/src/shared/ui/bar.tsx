import { cn } from './cn';

interface Props {
  label: string;
  /** What is used of what may be: 1 is all of it. */
  share: number;
  /** The same in words, where a percentage is not enough. */
  words?: string;
  title?: string;
  className?: string;
}

/** How much of something limited is used: amber when little is left, red when nothing is. */
export const Bar = ({ label, share, words, title, className }: Props) => {
  const percent = Math.min(100, Math.max(0, share * 100));
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(percent)}
      aria-valuetext={words}
      title={title}
      className={cn('h-1 overflow-hidden rounded-full bg-line', className)}
    >
      {/* The least that was used can be seen. */}
      <div className={cn('h-full rounded-full', share >= 1 ? 'bg-failed' : share >= 0.8 ? 'bg-needs-solid' : 'bg-accent')} style={{ width: `${share > 0 ? Math.max(3, percent) : 0}%` }} />
    </div>
  );
};
