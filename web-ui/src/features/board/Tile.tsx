import { useDraggable } from '@dnd-kit/core';
import { Check, Wrench } from 'lucide-react';
import { memo } from 'react';
import { Link, useLocation } from 'react-router';
import { activityWords } from '@/shared/agents/activity';
import { useActivity, type CardActivity } from '@/shared/cards/activities';
import { AttentionButton } from '@/shared/cards/AttentionButton';
import { CardMenu } from '@/shared/cards/CardMenu';
import { spentBy, type Card } from '@/shared/cards/card';
import { statusOf, type Status } from '@/shared/cards/meaning';
import { ATTENTION_NAMES, STATE_NAMES } from '@/shared/cards/words';
import { isSpent, money, spentWords } from '@/shared/format/numbers';
import { routes } from '@/shared/routes';
import { Bar } from '@/shared/ui/bar';
import { cn } from '@/shared/ui/cn';
import { StatusIcon, StatusWord } from '@/shared/ui/status';
import { Time } from '@/shared/ui/time';

interface TileProps {
  card: Card;
  focusable: boolean;
  selected: boolean;
  toggle: (id: string) => void;
}

/** A card on the board. Only a changed card is drawn anew. */
export const Tile = memo(function Tile({ card, focusable, selected, toggle }: TileProps) {
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: card.id, data: { card } });
  return (
    <div ref={setNodeRef} {...listeners} className={cn('touch-manipulation', isDragging && 'opacity-30')}>
      <TileFace card={card} focusable={focusable} selected={selected} toggle={toggle} />
    </div>
  );
});

interface FaceProps {
  card: Card;
  focusable?: boolean;
  lifted?: boolean;
  selected?: boolean;
  toggle?: (id: string) => void;
}

export const TileFace = ({ card, focusable = false, lifted = false, selected = false, toggle }: FaceProps) => {
  const { search } = useLocation();
  const activity = useActivity(card.projectId, card.id);
  const status = statusOf(card);
  return (
    <article
      data-card={card.id}
      className={cn(
        'group relative overflow-hidden rounded-md border bg-surface px-2.5 py-2 shadow-card transition-colors hover:border-line-strong',
        'has-[a:focus-visible]:outline-2 has-[a:focus-visible]:outline-accent',
        status.meaning === 'needs' && 'border-needs-solid/70 bg-[color-mix(in_oklab,var(--needs-solid)_7%,var(--surface))] hover:border-needs-solid',
        selected && 'border-accent ring-1 ring-accent',
        lifted && 'rotate-1 shadow-float',
      )}
    >
      {card.state === 'ERROR_FIXING' && (
        <p className="-mx-2.5 -mt-2 mb-1.5 flex items-center gap-1 bg-failed/12 px-2.5 py-0.5 text-2xs font-medium text-failed">
          <Wrench className="size-3" /> Fixing an error of {STATE_NAMES[card.previousState ?? 'CODING'].toLowerCase()} · attempt {card.errorCount} of{' '}
          {card.maxRetries}
        </p>
      )}
      <div className="flex items-start gap-1.5">
        <Tick card={card} status={status} selected={selected} toggle={toggle} />
        <Link
          id={focusable ? routes.tileId(card.id) : undefined}
          to={routes.card(card.projectId, card.id) + search}
          tabIndex={focusable ? 0 : -1}
          draggable={false}
          onClick={(event) => {
            if (!event.shiftKey || !toggle) return;
            event.preventDefault();
            toggle(card.id);
          }}
          className="line-clamp-2 min-w-0 flex-1 font-medium outline-none after:absolute after:inset-0"
        >
          {card.title}
        </Link>
        <span className="shrink-0 pt-px text-2xs text-faint tabular-nums">#{card.number}</span>
      </div>
      {card.currentRun && <RunLine card={card} run={card.currentRun} activity={activity} />}
      {card.attention && (
        <p className="mt-1 line-clamp-2 text-xs text-needs">
          <span className="font-semibold">{ATTENTION_NAMES[card.attention.reason]}</span>
          {card.attention.message && <span className="text-muted"> · {card.attention.message}</span>}
        </p>
      )}
      {card.attention && <AttentionButton card={card} className="relative mt-1.5" />}
      <Foot card={card} activity={activity} />
    </article>
  );
};

/** The card's status; under the pointer, a box to tick. By keys it is x, so the Tab key does not stop here. */
const Tick = ({ card, status, selected, toggle }: { card: Card; status: Status; selected: boolean; toggle: ((id: string) => void) | undefined }) => (
  <span className="relative mt-[3px] size-3.5 shrink-0">
    <StatusIcon status={status} className={cn('absolute inset-0', toggle && 'group-hover:opacity-0', selected && 'opacity-0')} />
    {toggle && (
      <button
        type="button"
        role="checkbox"
        aria-checked={selected}
        aria-label={`Select card ${card.number}`}
        tabIndex={-1}
        onClick={() => toggle(card.id)}
        className={cn(
          'absolute inset-0 z-[1] grid place-items-center rounded border opacity-0 before:absolute before:-inset-2 group-hover:opacity-100',
          selected ? 'border-accent-solid bg-accent-solid text-on-accent opacity-100' : 'border-line-strong bg-surface',
        )}
      >
        {selected && <Check className="size-3" strokeWidth={3} />}
      </button>
    )}
  </span>
);

type Run = NonNullable<Card['currentRun']>;

/** What the card's run has spent by now: its activity is ahead of the card. */
const spentOf = (run: Run, activity: CardActivity | undefined) => Math.max(run.costUsd, activity?.runId === run.id ? activity.costUsd : 0);

const RunLine = ({ card, run, activity }: { card: Card; run: Run; activity: CardActivity | undefined }) => {
  const spent = spentOf(run, activity);
  const limit = run.limits.maxCostUsd;
  return (
    <div className="mt-1">
      <div className="flex items-center gap-1.5 text-xs text-muted">
        <StatusWord status={statusOf(card)} className="[&>svg]:hidden" />
        <span className="truncate">
          {run.platform}
          {run.model && ` · ${run.model}`}
        </span>
        <span className="ml-auto shrink-0 tabular-nums" title={`Iteration ${run.iteration} of at most ${run.limits.maxIterations}`}>
          it. {run.iteration}/{run.limits.maxIterations}
        </span>
      </div>
      {run.state === 'RUNNING' && <Doing activity={activity} />}
      <Bar label="Spent of the run's limit" share={limit > 0 ? spent / limit : 0} title={`${spentWords({ ...run, costUsd: spent })} of ${money(limit)}`} className="mt-1 h-[3px]" />
    </div>
  );
};

/** What it does right now. The line is there before anything stands in it, so that nothing moves. */
const Doing = ({ activity }: { activity: CardActivity | undefined }) => {
  const words = activity ? activityWords(activity) : '';
  return (
    <p data-activity className="h-4 truncate text-xs text-muted" title={words || undefined}>
      {words}
    </p>
  );
};

const Foot = ({ card, activity }: { card: Card; activity: CardActivity | undefined }) => {
  const run = card.currentRun;
  const all = spentBy(card);
  const spent = { ...all, costUsd: all.costUsd + (run ? spentOf(run, activity) - run.costUsd : 0) };
  return (
    <div className="mt-1 flex min-h-6 items-center gap-1.5 text-2xs text-faint">
      {card.priority <= 1 && <span className="shrink-0 rounded border border-line-strong px-1 font-semibold text-muted">P{card.priority}</span>}
      {card.labels.slice(0, 3).map((label) => (
        <span key={label} title={label} className="min-w-6 truncate rounded bg-hover px-1.5 text-muted">
          {label}
        </span>
      ))}
      {card.labels.length > 3 && <span title={card.labels.slice(3).join(', ')}>+{card.labels.length - 3}</span>}
      {card.state === 'BUILD_QUEUE' || card.phase !== 'DEVELOPMENT' ? <span className="truncate">{STATE_NAMES[card.state]}</span> : null}
      <span className="ml-auto flex shrink-0 items-center gap-1.5 tabular-nums">
        {isSpent(spent) && <span title="All runs of this card">{spentWords(spent)}</span>}
        <Time at={card.currentRun?.startedAt ?? card.stateChangedAt} as="elapsed" />
      </span>
      <span className="relative -mr-1 flex shrink-0 items-center gap-1">
        <CardMenu card={card} className="opacity-70 group-hover:opacity-100" />
      </span>
    </div>
  );
};
