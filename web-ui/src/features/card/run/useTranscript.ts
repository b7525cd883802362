import { useEffect, useMemo } from 'react';
import { PAGE, RunLog } from '@/shared/feed/runLog';
import { useValue } from '@/shared/feed/value';
import { Transcript } from './transcript';

/** A run's events and how they are told. */
class ToldLog {
  readonly transcript = new Transcript();
  readonly log: RunLog;
  private touched: number[] = [];

  constructor(run: string, lastSeq: number) {
    this.log = new RunLog(run, lastSeq, undefined, undefined, (events) => {
      this.touched = this.touched.concat(this.transcript.take(events));
    });
  }

  /** For a view that has drawn nothing yet, when the run has so many events. */
  begin(lastSeq: number): void {
    this.log.reach(lastSeq);
    this.touched = this.log.loaded();
  }

  /** Events whose row may look otherwise than when it was last drawn; each is told once. */
  takeTouched = (): number[] => {
    const taken = this.touched;
    this.touched = [];
    return taken;
  };
}

/** So many runs stay in memory when they are left: who comes back finds them as they were. */
const KEPT = 3;
const kept = new Map<string, ToldLog>();

function told(run: string, lastSeq: number): ToldLog {
  const log = kept.get(run) ?? new ToldLog(run, lastSeq);
  // What was used last is let go last.
  kept.delete(run);
  kept.set(run, log);
  for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
  return log;
}

/** Reads the end of a run before anybody looks at it: it is what is looked at first. */
export function prefetchEnd(run: string, lastSeq: number): void {
  // Who looks at it is told of what goes wrong.
  if (lastSeq > 0) told(run, lastSeq).log.ensure(lastSeq - PAGE / 2, lastSeq).catch(() => undefined);
}

/** The transcript of a run, live as long as it is shown. */
export function useTranscript(run: string, lastSeq: number) {
  // What lastSeq says later does not matter: from here on the feed says it.
  const log = useMemo(() => {
    const found = told(run, lastSeq);
    found.begin(lastSeq);
    return found;
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [run]);
  useEffect(() => log.log.follow(), [log]);
  const view = useValue(log.log.view);
  return { log: log.log, transcript: log.transcript, takeTouched: log.takeTouched, ...view };
}

export type LiveTranscript = ReturnType<typeof useTranscript>;
