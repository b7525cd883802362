import { useMemo, useState, type FocusEvent } from 'react';
import { useMatch, useNavigate, useSearchParams } from 'react-router';
import type { Card } from '@/shared/cards/card';
import { COLUMNS, type ColumnId } from '@/shared/cards/columns';
import { useShortcuts } from '@/shared/keys/keys';
import { routes } from '@/shared/routes';

const tileId = (card: string) => `tile-${card}`;

/** The card one step from another: up and down in its column, left and right to the nearest column that has cards. */
export function neighbour(columns: Record<ColumnId, readonly Card[]>, from: string | null, dx: number, dy: number): Card | undefined {
  const rows = COLUMNS.map(({ id }) => columns[id]).filter((cards) => cards.length > 0);
  const x = rows.findIndex((cards) => cards.some((card) => card.id === from));
  if (x < 0) return rows[0]?.[0];
  const y = rows[x]?.findIndex((card) => card.id === from) ?? 0;
  const column = rows[Math.min(rows.length - 1, Math.max(0, x + dx))] ?? [];
  return column[Math.min(column.length - 1, Math.max(0, y + dy))];
}

/** Which card has the board's focus, and the keys that move it. */
export function useBoardKeys(project: string, columns: Record<ColumnId, Card[]>) {
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const panel = useMatch('/projects/:projectId/cards/:cardId');
  const [current, setCurrent] = useState<string | null>(null);
  const move = (dx: number, dy: number) => () => {
    const next = neighbour(columns, current, dx, dy);
    if (!next) return;
    setCurrent(next.id);
    // The column scrolls to it first: a long one has no tile for what is out of sight.
    requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(tileId(next.id))?.focus()));
  };
  const open = (id: string) => {
    const query = params.toString();
    void navigate(routes.card(project, id) + (query ? `?${query}` : ''));
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
            ...(current ? ([{ keys: 'Enter', label: 'Open the card', group: 'Board', run: () => open(current) }] as const) : []),
          ] as const),
    // The functions see the values of their own rendering.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [panel, current, columns, params],
  );
  useShortcuts(shortcuts);
  const onFocus = (event: FocusEvent) => {
    const tile = event.target.closest('[data-card]');
    if (tile instanceof HTMLElement && tile.dataset.card) setCurrent(tile.dataset.card);
  };
  return { current, onFocus };
}

export { tileId };
