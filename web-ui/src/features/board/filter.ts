import type { Card } from '@/shared/cards/card';
import { COLUMNS, columnOf, type ColumnId } from '@/shared/cards/columns';

/** What of the board is shown. It lives in the address, so that a view can be linked to. */
export interface BoardFilter {
  text: string;
  labels: readonly string[];
  needsMe: boolean;
  archived: boolean;
}

export function readFilter(params: URLSearchParams): BoardFilter {
  return {
    text: params.get('q') ?? '',
    labels: params.getAll('label'),
    needsMe: params.get('needs') === 'me',
    archived: params.get('archived') === 'shown',
  };
}

/** The address with a changed filter; what is not a filter stays. */
export function writeFilter(params: URLSearchParams, change: Partial<BoardFilter>): URLSearchParams {
  const filter = { ...readFilter(params), ...change };
  const next = new URLSearchParams(params);
  for (const name of ['q', 'label', 'needs', 'archived']) next.delete(name);
  if (filter.text) next.set('q', filter.text);
  filter.labels.forEach((label) => next.append('label', label));
  if (filter.needsMe) next.set('needs', 'me');
  if (filter.archived) next.set('archived', 'shown');
  return next;
}

export const isFiltering = (filter: BoardFilter): boolean => Boolean(filter.text || filter.labels.length || filter.needsMe);

export function matches(card: Card, filter: BoardFilter): boolean {
  if (card.state === 'ARCHIVED' && !filter.archived) return false;
  if (filter.needsMe && !card.attention) return false;
  if (!filter.labels.every((label) => card.labels.includes(label))) return false;
  const text = filter.text.trim().toLowerCase();
  return !text || `#${card.number} ${card.title} ${card.labels.join(' ')}`.toLowerCase().includes(text);
}

/** The loudest first: what needs a person, then by priority, then what moved last. */
function order(a: Card, b: Card): number {
  const loud = Number(Boolean(b.attention)) - Number(Boolean(a.attention));
  return loud || a.priority - b.priority || Date.parse(b.stateChangedAt) - Date.parse(a.stateChangedAt) || b.number - a.number;
}

/** The cards of each column, in the order in which they are shown. */
export function arrange(cards: Iterable<Card>, filter: BoardFilter): Record<ColumnId, Card[]> {
  const columns = Object.fromEntries(COLUMNS.map(({ id }) => [id, [] as Card[]])) as Record<ColumnId, Card[]>;
  for (const card of cards) if (matches(card, filter)) columns[columnOf(card)].push(card);
  for (const column of Object.values(columns)) column.sort(order);
  return columns;
}

export function labelsOf(cards: Iterable<Card>): string[] {
  const labels = new Set<string>();
  for (const card of cards) card.labels.forEach((label) => labels.add(label));
  return [...labels].sort((a, b) => a.localeCompare(b));
}
