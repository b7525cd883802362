import { ago, elapsed, exactTime, until } from '@/shared/format/time';
import { useClock } from '@/shared/format/useNow';

const READERS = { ago, elapsed, until };

/** A relative time that keeps itself true, with the exact one on hover. */
export const Time = ({ at, as = 'ago', className }: { at: string; as?: keyof typeof READERS; className?: string }) => {
  const words = useClock((now) => READERS[as](at, now));
  return (
    <time dateTime={at} title={exactTime(at)} className={className}>
      {words}
    </time>
  );
};
