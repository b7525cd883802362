import { useDroppable } from '@dnd-kit/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { Card } from '@/shared/cards/card';
import type { Column as ColumnInfo, ColumnId } from '@/shared/cards/columns';
import { cn } from '@/shared/ui/cn';
import { Skeleton } from '@/shared/ui/skeleton';
import { Tile } from './Tile';

export type Drop = { kind: 'home' } | { kind: 'allowed' | 'forbidden'; words: string };

interface Props {
  column: ColumnInfo & { id: ColumnId };
  cards: readonly Card[];
  loaded: boolean;
  filtering: boolean;
  drop: Drop | null;
  /** The card that has the board's focus. */
  current: string | null;
  selected: ReadonlySet<string>;
  toggle: (id: string) => void;
}

/** One column; an empty one folds to a spine until somebody opens it or drags a card that may go there. */
export const Column = ({ column, cards, loaded, filtering, drop, current, selected, toggle }: Props) => {
  const { setNodeRef, isOver } = useDroppable({ id: column.id, disabled: drop?.kind !== 'allowed' });
  const [opened, setOpened] = useState(false);
  const loud = cards.filter((card) => card.attention).length;
  const folded = loaded && cards.length === 0 && !opened && drop?.kind !== 'allowed';
  return (
    <section
      ref={setNodeRef}
      aria-label={`${column.name}, ${cards.length}`}
      className={cn(
        'relative flex min-h-0 shrink-0 snap-center flex-col rounded-lg border border-transparent bg-sunken transition-[opacity,border-color] duration-150',
        folded ? 'w-9' : 'w-[min(288px,calc(100vw-32px))] lg:min-w-64 lg:flex-1 lg:max-w-88',
        drop?.kind === 'forbidden' && 'opacity-45',
        drop?.kind === 'allowed' && 'border-dashed border-accent',
        isOver && 'bg-accent/10',
      )}
    >
      {folded ? (
        <button
          type="button"
          onClick={() => setOpened(true)}
          aria-label={`Unfold ${column.name}, empty`}
          className="flex h-full w-full flex-col items-center gap-2 rounded-lg pt-2.5 text-faint hover:bg-hover hover:text-text"
        >
          <span className="text-2xs tabular-nums">0</span>
          <span className="text-xs font-medium [writing-mode:vertical-rl]">{column.name}</span>
          {drop?.kind === 'forbidden' && <span className="text-2xs whitespace-nowrap [writing-mode:vertical-rl]">{drop.words}</span>}
        </button>
      ) : (
        <>
          <header className="flex h-9 shrink-0 items-center gap-2 px-3">
            <h2 className="text-xs font-semibold">{column.name}</h2>
            <span className="text-xs text-faint tabular-nums">{loaded || cards.length > 0 ? cards.length : ''}</span>
            {loud > 0 && <span className="ml-auto text-2xs font-semibold text-needs">{loud === 1 ? '1 needs you' : `${loud} need you`}</span>}
            {drop && drop.kind !== 'home' && <span className="ml-auto truncate text-2xs text-muted">{drop.words}</span>}
            {opened && cards.length === 0 && (
              <button type="button" onClick={() => setOpened(false)} className="ml-auto text-2xs text-faint hover:text-text">
                Fold
              </button>
            )}
          </header>
          {!loaded && cards.length === 0 ? (
            <div className="flex flex-col gap-1.5 px-1.5">
              <Skeleton className="h-18" />
              <Skeleton className="h-18 opacity-60" />
            </div>
          ) : cards.length === 0 ? (
            <p className="px-3 py-6 text-center text-xs text-faint">{filtering ? 'No card here matches the filter' : column.hint}</p>
          ) : (
            <Cards cards={cards} current={current} selected={selected} toggle={toggle} />
          )}
        </>
      )}
    </section>
  );
};

/** Only what can be seen is there, so that a thousand cards cost no more than ten. */
const Cards = ({ cards, current, selected, toggle }: Pick<Props, 'cards' | 'current' | 'selected' | 'toggle'>) => {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: cards.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 92,
    getItemKey: (index) => cards[index]?.id ?? index,
    gap: 6,
    paddingStart: 2, // room for the ring around the first
    paddingEnd: 8,
    overscan: 6,
  });
  const at = current ? cards.findIndex((card) => card.id === current) : -1;
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at, { align: 'auto' });
  }, [at, rows]);
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-1.5">
      <ul className="relative" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => {
          const card = cards[row.index];
          return card ? (
            <li
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${row.start}px)` }}
            >
              <Tile card={card} focusable={current === null ? row.index === 0 : card.id === current} selected={selected.has(card.id)} toggle={toggle} />
            </li>
          ) : null;
        })}
      </ul>
    </div>
  );
};
