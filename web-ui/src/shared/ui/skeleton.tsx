import { cn } from './cn';

/** Where something will be. */
export const Skeleton = ({ className }: { className?: string }) => (
  <div aria-hidden className={cn('animate-breathe rounded-md bg-line', className)} />
);
