import { useEffect, useMemo } from 'react';
import { RunLog, type RunEvent } from '@/shared/feed/runLog';
import { useValue } from '@/shared/feed/value';
import { Transcript } from './transcript';

/** A run's events, live, and how they are told. */
export interface LiveTranscript {
  log: RunLog;
  transcript: Transcript;
  /** Events whose row may look otherwise than when it was last drawn; taking them empties the list. */
  takeTouched: () => number[];
  lastSeq: number;
  ended: boolean;
  /** Goes up with every change. */
  revision: number;
}

export function useTranscript(run: string, lastSeq: number): LiveTranscript {
  // What lastSeq says later does not matter: from here on the feed says it.
  const parts = useMemo(() => {
    const transcript = new Transcript();
    let touched: number[] = [];
    const log = new RunLog(run, lastSeq, undefined, undefined, (events: readonly RunEvent[]) => {
      touched = touched.concat(transcript.take(events));
    });
    const takeTouched = () => {
      const taken = touched;
      touched = [];
      return taken;
    };
    return { log, transcript, takeTouched };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [run]);
  useEffect(() => parts.log.follow(), [parts]);
  const view = useValue(parts.log.view);
  return { ...parts, ...view };
}
