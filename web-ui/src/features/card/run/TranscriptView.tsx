import { useVirtualizer, type Range } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { useCallback, useEffect, useImperativeHandle, useLayoutEffect, useReducer, useRef, useState, type Ref } from 'react';
import { refused } from '@/shared/ui/toast';
import { cn } from '@/shared/ui/cn';
import type { RunData } from './runs';
import { Row } from './rows/Row';
import { useAnchor } from './useAnchor';
import { useFollow } from './useFollow';
import { useMarked } from './useMarked';
import type { LiveTranscript } from './useTranscript';

/** A row that was not measured yet. */
const GUESS = 28;
/** Events beyond what is seen that are loaded with it, and kept. */
const AHEAD = 120;
const KEPT = 1_500;

const guess = () => GUESS;

/** The virtualizer moves nothing by itself: it knows the place of a moment ago only. See {@link useAnchor}. */
const never = () => false;

export interface TranscriptHandle {
  show: (seq: number, align?: 'start' | 'center') => Promise<void>;
}

interface Props {
  live: LiveTranscript;
  run: RunData;
  /** The row that is pointed at, by a link or by the search. */
  target: number | null;
  words: string;
  ref?: Ref<TranscriptHandle>;
}

/**
 * Every event has its place by its number, loaded or not, so the scroll bar tells the truth about a run of 100,000. Only what
 * is seen is loaded and drawn. Follows the end until somebody scrolls away.
 */
export const TranscriptView = ({ live, run, target, words, ref }: Props) => {
  const { log, transcript, lastSeq } = live;
  const scroller = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlyMap<number, boolean>>(new Map());
  const [, redraw] = useReducer((turn: number) => turn + 1, 0);
  const [seen, setSeen] = useState(lastSeq);

  const shown = useCallback(
    (seq: number) => {
      const event = log.get(seq);
      return event ? !transcript.hidden(event) : !log.deleted(seq);
    },
    [log, transcript],
  );
  const rangeExtractor = useCallback(
    (range: Range) => {
      const indexes: number[] = [];
      for (let index = Math.max(0, range.startIndex - 8); index <= Math.min(range.count - 1, range.endIndex + 8); index++) {
        if (shown(index + 1)) indexes.push(index);
      }
      return indexes;
    },
    [shown],
  );
  const virtualizer = useVirtualizer({
    count: lastSeq,
    getScrollElement: () => scroller.current,
    estimateSize: guess,
    overscan: 8,
    rangeExtractor,
    paddingStart: 12,
    paddingEnd: 12,
    initialOffset: lastSeq * GUESS,
  });
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = never;

  const resize = useCallback(
    (seqs: readonly number[]) => {
      for (const seq of seqs) {
        const size = virtualizer.measurementsCache[seq - 1]?.size;
        if (!shown(seq)) virtualizer.resizeItem(seq - 1, 0);
        else if (size === 0) virtualizer.resizeItem(seq - 1, GUESS);
      }
    },
    [virtualizer, shown],
  );
  // Before the next paint, but not within React's own turn: the virtualizer draws anew at once.
  useLayoutEffect(() => {
    const touched = live.takeTouched();
    if (touched.length > 0) queueMicrotask(() => resize(touched));
  }, [live, resize]);
  const { atEnd, following, letGo } = useFollow(scroller);

  const items = virtualizer.getVirtualItems();
  useAnchor(scroller, { at: (top) => virtualizer.getVirtualItemForOffset(top)?.index, startOf: (row) => virtualizer.measurementsCache[row]?.start }, following);
  // Not known before the first drawing: then nothing is loaded yet.
  const [first, last] = [virtualizer.range?.startIndex ?? -1, virtualizer.range?.endIndex ?? -1];
  useEffect(() => {
    if (lastSeq === 0 || first < 0) return;
    const [from, to] = [first + 1 - AHEAD, last + 1 + AHEAD];
    log.ensure(from, to).catch(refused);
    log.keep(from - KEPT, to + KEPT);
  }, [log, first, last, lastSeq]);

  useEffect(() => {
    if (atEnd) setSeen(lastSeq);
  }, [atEnd, lastSeq]);
  let news = 0;
  for (let seq = seen + 1; !atEnd && seq <= lastSeq; seq++) if (shown(seq)) news++;

  const show = useCallback(
    async (seq: number, align: 'start' | 'center' = 'center') => {
      letGo();
      await log.ensure(seq - 40, seq + 40);
      const event = log.get(seq);
      if (event) resize(transcript.reveal(event));
      const owner = event && transcript.hidden(event) ? transcript.useOf(event)?.call?.seq : undefined;
      virtualizer.scrollToIndex((owner ?? seq) - 1, { align });
    },
    [log, transcript, virtualizer, resize, letGo],
  );
  useImperativeHandle(ref, () => ({ show }), [show]);
  useMarked(scroller, words, live.revision + first + last);

  const fold = (seq: number) => {
    const event = log.get(seq);
    if (!event) return;
    resize(transcript.fold(event, !transcript.isFolded(event)));
    redraw();
  };

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        // The transcript scrolls by keyboard, so it must take the focus.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="log"
        aria-label="Transcript"
        aria-live="off"
        data-transcript={lastSeq}
        className="h-full overflow-y-auto overscroll-contain [overflow-anchor:none] focus-visible:outline-offset-[-2px]"
      >
        <div className="relative mx-auto max-w-4xl" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const seq = item.index + 1;
            const event = log.get(seq);
            return (
              <div
                key={seq}
                ref={event ? virtualizer.measureElement : undefined}
                data-index={item.index}
                data-seq={seq}
                style={{ transform: `translateY(${item.start}px)` }}
                className={cn('absolute inset-x-0 top-0 px-3 sm:px-4', target === seq && 'bg-accent/8 shadow-[inset_2px_0_var(--accent)]')}
              >
                {event ? (
                  <Row
                    event={event}
                    transcript={transcript}
                    run={run}
                    open={open.get(seq)}
                    setOpen={(value) => setOpen((before) => new Map(before).set(seq, value))}
                    fold={() => fold(seq)}
                    revision={live.revision}
                  />
                ) : (
                  <div aria-hidden className="h-7 py-2.5">
                    <div className="h-2 w-1/3 rounded bg-line" />
                  </div>
                )}
              </div>
            );
          })}
        </div>
      </div>
      {!atEnd && lastSeq > 0 && (
        <button
          type="button"
          onClick={() => scroller.current?.scrollTo({ top: scroller.current.scrollHeight })}
          className="absolute bottom-3 left-1/2 inline-flex h-7 -translate-x-1/2 animate-fade items-center gap-1.5 rounded-full border border-line-strong bg-surface px-3 text-xs font-medium whitespace-nowrap shadow-float hover:bg-hover"
        >
          <ArrowDown className="size-3.5" />
          {news > 0 ? `${news} new` : 'To the end'}
        </button>
      )}
    </div>
  );
};
