import { expect, test, vi } from 'vitest';
import { ServerError } from '@/shared/api/errors';
import type { FeedSource } from '@/shared/feed/connection';
import { aCard } from '@/testing/fixtures';
import type { Card, CardChange } from './card';
import { CardStore } from './cardStore';

/** A connection that is lost and found when the test says so. */
class Link {
  source: FeedSource<CardChange> | undefined;
  behind = 0;

  follow<Data>(source: FeedSource<Data>) {
    this.source = source as unknown as FeedSource<CardChange>;
    source.payload();
    return () => (this.source = undefined);
  }

  catchingUp() {
    this.behind++;
    let done = false;
    return () => {
      if (!done) this.behind--;
      done = true;
    };
  }

  reconnect = () => this.source?.payload();
  bring = (card: Card) => this.source?.next({ cardChanges: card });
}

const pageOf = (items: Card[], endCursor: string | null = null) => ({ items, endCursor, hasNextPage: endCursor !== null });
const at = (second: number) => `2026-01-01T10:00:${String(second).padStart(2, '0')}Z`;
const titles = (store: CardStore) => [...store.view.get().cards.values()].map((card) => card.title).sort();

test('what changes while the cards are read is not overwritten by what was read', async () => {
  const link = new Link();
  let answer: (page: ReturnType<typeof pageOf>) => void = () => undefined;
  const store = new CardStore('project-1', link, () => new Promise((resolve) => (answer = resolve)));
  store.use();

  link.bring(aCard({ id: 'a', title: 'new', updatedAt: at(5) }));
  answer(pageOf([aCard({ id: 'a', title: 'old', updatedAt: at(4) }), aCard({ id: 'b', title: 'other', updatedAt: at(1) })]));
  await vi.waitFor(() => expect(store.view.get().loaded).toBe(true));

  expect(titles(store)).toEqual(['new', 'other']);
});

test('after a lost connection only what has changed is read, and nothing is missing', async () => {
  const link = new Link();
  const read = vi.fn();
  let pages: Record<string, ReturnType<typeof pageOf>> = {
    first: pageOf([aCard({ id: 'a', title: 'a', updatedAt: at(9) })], 'second'),
    second: pageOf([aCard({ id: 'b', title: 'b', updatedAt: at(8) })], 'third'),
    third: pageOf([aCard({ id: 'c', title: 'c', updatedAt: at(7) })]),
  };
  const store = new CardStore('project-1', link, async (_project, after) => {
    read(after);
    return pages[after ?? 'first'] ?? pageOf([]);
  });
  store.use();
  await vi.waitFor(() => expect(store.view.get().loaded).toBe(true));
  expect(read).toHaveBeenCalledTimes(3);

  pages = {
    first: pageOf([aCard({ id: 'c', title: 'c changed', updatedAt: at(20) }), aCard({ id: 'd', title: 'd', updatedAt: at(15) })], 'second'),
    second: pageOf([aCard({ id: 'a', title: 'a', updatedAt: at(9) }), aCard({ id: 'b', title: 'b', updatedAt: at(8) })], 'third'),
    third: pageOf([]),
  };
  link.reconnect();
  await vi.waitFor(() => expect(titles(store)).toEqual(['a', 'b', 'c changed', 'd']));

  expect(read).toHaveBeenCalledTimes(5);
  expect(link.behind).toBe(0);
});

test('it does not count as caught up before everything is read', async () => {
  const link = new Link();
  let answer: (page: ReturnType<typeof pageOf>) => void = () => undefined;
  const store = new CardStore('project-1', link, () => new Promise((resolve) => (answer = resolve)));
  store.use();
  expect(link.behind).toBe(1);

  answer(pageOf([]));

  await vi.waitFor(() => expect(link.behind).toBe(0));
});

test('a refusal is shown and what was known stays', async () => {
  const link = new Link();
  let refuse = false;
  const store = new CardStore('project-1', link, async () => {
    if (refuse) throw new ServerError('There is no project of this id.', 'NOT_FOUND');
    return pageOf([aCard({ id: 'a', title: 'a' })]);
  });
  store.use();
  await vi.waitFor(() => expect(store.view.get().loaded).toBe(true));

  refuse = true;
  link.reconnect();

  await vi.waitFor(() => expect(store.view.get().error).toBe('There is no project of this id.'));
  expect(titles(store)).toEqual(['a']);
});
