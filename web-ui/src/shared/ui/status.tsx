import { CircleCheck, CircleDashed, CircleX, Hand, LoaderCircle, type LucideIcon } from 'lucide-react';
import type { Meaning, Status } from '@/shared/cards/meaning';
import { cn } from './cn';

const LOOKS: Record<Meaning, { icon: LucideIcon; text: string }> = {
  running: { icon: LoaderCircle, text: 'text-running' },
  needs: { icon: Hand, text: 'text-needs' },
  failed: { icon: CircleX, text: 'text-failed' },
  done: { icon: CircleCheck, text: 'text-done' },
  waiting: { icon: CircleDashed, text: 'text-waiting' },
};

/** One of the five meanings: its sign and its colour; the word is beside it or on hover. */
export const StatusIcon = ({ status, className }: { status: Status; className?: string }) => {
  const { icon: Icon, text } = LOOKS[status.meaning];
  return (
    <Icon
      role="img"
      aria-label={status.word}
      className={cn('size-3.5 shrink-0', text, status.meaning === 'running' && 'animate-spin-slow', className)}
    />
  );
};

export const StatusWord = ({ status, className }: { status: Status; className?: string }) => (
  <span className={cn('inline-flex items-center gap-1 text-xs font-medium', LOOKS[status.meaning].text, className)}>
    <StatusIcon status={status} />
    {status.word}
  </span>
);
