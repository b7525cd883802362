import { useEffect, useMemo } from 'react';
import { RunLog } from '@/shared/feed/runLog';
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

  /** Events whose row may look otherwise than when it was last drawn; each is told once. */
  takeTouched = (): number[] => {
    const taken = this.touched;
    this.touched = [];
    return taken;
  };
}

/** The transcript of a run, live as long as it is shown. */
export function useTranscript(run: string, lastSeq: number) {
  // What lastSeq says later does not matter: from here on the feed says it.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const told = useMemo(() => new ToldLog(run, lastSeq), [run]);
  useEffect(() => told.log.follow(), [told]);
  const view = useValue(told.log.view);
  return { log: told.log, transcript: told.transcript, takeTouched: told.takeTouched, ...view };
}

export type LiveTranscript = ReturnType<typeof useTranscript>;
