import { useMemo, useState, type FocusEvent } from 'react';
import { useMatch } from 'react-router';
import type { Card } from '@/shared/cards/card';
import { COLUMNS, type ColumnId } from '@/shared/cards/columns';
import { useShortcuts } from '@/shared/keys/keys';
import { routes } from '@/shared/routes';

/** The card one step from another: up and down in its column, left and right to the nearest column that has cards. */
export function neighbour(columns: Record<ColumnId, readonly Card[]>, from: string | null, dx: number, dy: number): Card | undefined {
  const rows = COLUMNS.map(({ id }) => columns[id]).filter((cards) => cards.length > 0);
  const x = rows.findIndex((cards) => cards.some((card) => card.id === from));
  if (x < 0) return rows[0]?.[0];
  const y = rows[x]?.findIndex((card) => card.id === from) ?? 0;
  const column = rows[Math.min(rows.length - 1, Math.max(0, x + dx))] ?? [];
  return column[Math.min(column.length - 1, Math.max(0, y + dy))];
}

/** The column scrolls to it first: a long one has no tile for what is out of sight. */
function focusTile(card: string, frames = 60): void {
  requestAnimationFrame(() => {
    const tile = document.getElementById(routes.tileId(card));
    if (tile) tile.focus();
    else if (frames > 0) focusTile(card, frames - 1);
  });
}

interface Does {
  /** Ticks a card, or takes the tick off. */
  toggle: (id: string) => void;
  /** Takes all ticks off; null while there are none. */
  clear: (() => void) | null;
}

/** Which card has the board's focus and whether it is peeked into, and the keys for it. Enter is the link's own. */
export function useBoardKeys(columns: Record<ColumnId, Card[]>, { toggle, clear }: Does) {
  const panel = useMatch('/projects/:projectId/cards/:cardId');
  const [focused, setCurrent] = useState<string | null>(null);
  const [peeking, setPeeking] = useState(false);
  const card = Object.values(columns)
    .flat()
    .find(({ id }) => id === focused);
  const current = card?.id ?? null;
  const move = (dx: number, dy: number) => () => {
    const next = neighbour(columns, current, dx, dy);
    if (!next) return;
    setCurrent(next.id);
    focusTile(next.id);
  };
  const shortcuts = useMemo(
    () =>
      panel
        ? []
        : ([
            { keys: 'ArrowDown', label: 'Next card', group: 'Board', run: move(0, 1) },
            { keys: 'ArrowUp', label: 'Previous card', group: 'Board', run: move(0, -1) },
            { keys: 'ArrowRight', label: 'Next column', group: 'Board', run: move(1, 0) },
            { keys: 'ArrowLeft', label: 'Previous column', group: 'Board', run: move(-1, 0) },
            ...(current
              ? ([
                  { keys: ' ', label: 'Look into the card', group: 'Board', run: () => setPeeking((before) => !before) },
                  { keys: 'x', label: 'Select the card', group: 'Board', run: () => toggle(current) },
                ] as const)
              : []),
            ...(peeking ? ([{ keys: 'Escape', label: 'Stop looking into it', group: 'Board', run: () => setPeeking(false) }] as const) : []),
            ...(clear && !peeking ? ([{ keys: 'Escape', label: 'Clear the selection', group: 'Board', run: clear }] as const) : []),
          ] as const),
    // The functions see the values of their own rendering.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [panel, current, columns, peeking, clear],
  );
  useShortcuts(shortcuts);
  const onFocus = (event: FocusEvent) => {
    const tile = event.target.closest('[data-card]');
    if (tile instanceof HTMLElement && tile.dataset.card) setCurrent(tile.dataset.card);
  };
  return { current, onFocus, peeked: peeking && !panel ? (card ?? null) : null, stopPeeking: () => setPeeking(false) };
}
