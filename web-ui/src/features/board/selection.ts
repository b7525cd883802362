import { Value } from '@/shared/feed/value';
import type { Card } from '@/shared/cards/card';

/** The cards that are ticked on a board. It is forgotten with the board. */
export class Selection {
  readonly ids = new Value<ReadonlySet<string>>(new Set());

  toggle = (id: string): void => {
    const next = new Set(this.ids.get());
    if (!next.delete(id)) next.add(id);
    this.ids.set(next);
  };

  clear = (): void => this.ids.set(new Set());

  /** Those of the cards that are ticked; what is not there any more is not. */
  of(cards: ReadonlyMap<string, Card>): Card[] {
    return [...this.ids.get()].flatMap((id) => cards.get(id) ?? []);
  }
}
