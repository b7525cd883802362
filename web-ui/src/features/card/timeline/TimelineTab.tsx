import { ArrowRight, CirclePlus, GitCommitHorizontal, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useQuery } from 'urql';
import { toServerError } from '@/shared/api/errors';
import type { Card } from '@/shared/cards/card';
import { sentence, STATE_NAMES, triggerName } from '@/shared/cards/words';
import { GoOnDialog } from '@/features/card/rail/GoOnDialog';
import { mayStart } from '@/features/card/rail/loop';
import { count } from '@/shared/format/numbers';
import { duration } from '@/shared/format/time';
import { Button } from '@/shared/ui/button';
import { cn } from '@/shared/ui/cn';
import { CopyButton } from '@/shared/ui/copy';
import { Fault } from '@/shared/ui/fault';
import { Scroller } from '@/shared/ui/scroller';
import { Skeleton } from '@/shared/ui/skeleton';
import { Time } from '@/shared/ui/time';
import { timelineOf, Timeline_Card, type CardError, type Checkpoint, type Entry, type Transition } from './timeline';

/** Where the card has been and why, what failed, and the points from which work can go on. Newest first. */
export const TimelineTab = ({ card }: { card: Card }) => {
  const [{ data, error }, refetch] = useQuery({ query: Timeline_Card, variables: { card: card.id } });
  const moved = [card.updatedAt, card.currentRun?.iteration].join();
  const before = useRef(moved);
  useEffect(() => {
    if (before.current === moved) return;
    before.current = moved;
    refetch({ requestPolicy: 'network-only' });
  }, [moved, refetch]);
  const entries = useMemo(() => (data?.card ? timelineOf(data.card) : null), [data]);
  if (!entries) return <div className="p-4">{error ? <Fault error={toServerError(error)} retry={() => refetch()} /> : <Skeleton className="h-40" />}</div>;
  return (
    <Scroller>
      <ol className="mx-auto max-w-3xl p-4">
        {entries.map((entry, index) => (
          <EntryRow key={`${entry.kind}${entry.at}${index}`} entry={entry} card={card} last={index === entries.length - 1} />
        ))}
      </ol>
    </Scroller>
  );
};

const EntryRow = ({ entry, card, last }: { entry: Entry; card: Card; last: boolean }) => {
  switch (entry.kind) {
    case 'transition':
      return <Point icon={ArrowRight} tone="text-accent" at={entry.at} last={last}><TransitionWords transition={entry.transition} stayedMs={entry.stayedMs} /></Point>;
    case 'error':
      return <Point icon={TriangleAlert} tone={entry.error.resolved ? 'text-muted' : 'text-failed'} at={entry.at} last={last}><ErrorWords error={entry.error} /></Point>;
    case 'checkpoint':
      return <Point icon={GitCommitHorizontal} tone="text-muted" at={entry.at} last={last}><CheckpointWords checkpoint={entry.checkpoint} card={card} newest={entry.newest} /></Point>;
    case 'created':
      return <Point icon={CirclePlus} tone="text-muted" at={entry.at} last={last}><p className="font-medium">Card written</p></Point>;
  }
};

const Point = ({ icon: Icon, tone, at, last, children }: { icon: LucideIcon; tone: string; at: string; last: boolean; children: ReactNode }) => (
  <li className="relative flex gap-3 pb-4">
    {!last && <span aria-hidden className="absolute top-5 bottom-0 left-[9px] w-px bg-line-strong" />}
    <span className={cn('z-[1] grid size-5 shrink-0 place-items-center rounded-full bg-surface', tone)}>
      <Icon className="size-4" />
    </span>
    <div className="min-w-0 flex-1">{children}</div>
    <Time at={at} className="shrink-0 text-xs text-faint tabular-nums" />
  </li>
);

const TransitionWords = ({ transition, stayedMs }: { transition: Transition; stayedMs: number | null }) => (
  <>
    <p>
      <span className="text-muted">{STATE_NAMES[transition.from]} → </span>
      <span className="font-semibold">{STATE_NAMES[transition.to]}</span>
      {stayedMs !== null && <span className="ml-2 text-xs text-faint tabular-nums">for {duration(stayedMs)}</span>}
    </p>
    <p className="text-xs text-muted">
      {triggerName(transition.trigger)} · by {transition.actor}
    </p>
    {transition.reason && <p className="mt-0.5 text-sm break-words whitespace-pre-wrap">{transition.reason}</p>}
  </>
);

const ErrorWords = ({ error }: { error: CardError }) => (
  <>
    <p className={cn('font-semibold', error.resolved ? 'text-muted' : 'text-failed')}>
      {sentence(error.category)} failed in {STATE_NAMES[error.sourceState].toLowerCase()}
      {error.resolved && <span className="ml-2 font-normal text-done">resolved</span>}
    </p>
    <p className="break-words whitespace-pre-wrap">{error.message}</p>
    {error.context && (
      <details className="mt-1">
        <summary className="cursor-pointer text-xs text-accent">What it said</summary>
        <pre className="mt-1 max-h-80 overflow-auto rounded-md bg-sunken p-2 font-mono text-xs break-words whitespace-pre-wrap">{error.context}</pre>
      </details>
    )}
  </>
);

const CheckpointWords = ({ checkpoint, card, newest }: { checkpoint: Checkpoint; card: Card; newest: boolean }) => {
  const [going, setGoing] = useState(false);
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2">
        <span className="font-medium">Checkpoint of iteration {checkpoint.iteration}</span>
        {checkpoint.commitSha && (
          <span className="inline-flex items-center gap-0.5 font-mono text-xs text-faint">
            {checkpoint.commitSha.slice(0, 8)} <CopyButton text={checkpoint.commitSha} label="Copy commit" className="size-5" />
          </span>
        )}
        {/* A loop goes on from the newest checkpoint; older ones are commits on the branch. */}
        {newest && mayStart(card) && (
          <Button size="sm" operation="startLoop" onClick={() => setGoing(true)}>
            Continue from here…
          </Button>
        )}
      </p>
      <p className="text-xs text-muted tabular-nums">{checkpoint.fileChanges.length === 0 ? 'No file changed' : `${count(checkpoint.fileChanges.length, 'file')} changed`}</p>
      {checkpoint.fileChanges.length > 0 && (
        <ul className="mt-0.5 font-mono text-xs text-muted">
          {checkpoint.fileChanges.slice(0, 12).map((change) => (
            <li key={change.path} className="truncate">
              {change.path} <span className="text-done">+{change.additions}</span> <span className="text-failed">−{change.deletions}</span>
            </li>
          ))}
          {checkpoint.fileChanges.length > 12 && <li className="text-faint">and {checkpoint.fileChanges.length - 12} more</li>}
        </ul>
      )}
      {checkpoint.lastResponseSummary && (
        <details className="mt-1">
          <summary className="cursor-pointer text-xs text-accent">Its last words</summary>
          <p className="mt-1 max-h-60 overflow-y-auto rounded-md bg-sunken p-2 text-sm break-words whitespace-pre-wrap">{checkpoint.lastResponseSummary}</p>
        </details>
      )}
      {going && <GoOnDialog card={card} close={() => setGoing(false)} />}
    </>
  );
};
