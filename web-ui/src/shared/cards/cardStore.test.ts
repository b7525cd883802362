import { afterEach, expect, test, vi } from 'vitest';
import { ServerError } from '@/shared/api/errors';
import type { FeedSource } from '@/shared/feed/feed';
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

afterEach(() => void vi.useRealTimers());

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

test('what the server could not answer is asked again, and only then is all known', async () => {
  vi.useFakeTimers();
  const link = new Link();
  const read = vi.fn();
  let fault: string | null = null;
  const store = new CardStore('project-1', link, async (_project, after) => {
    read(after);
    if (fault) throw new ServerError('The database does not answer.', fault);
    return pageOf([aCard({ id: 'a', title: read.mock.calls.length > 1 ? 'changed meanwhile' : 'a', updatedAt: at(read.mock.calls.length) })]);
  });
  store.use();
  await vi.advanceTimersByTimeAsync(0);
  expect(titles(store)).toEqual(['a']);

  for (fault of ['INTERNAL', 'UNREACHABLE']) {
    link.reconnect();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(link.behind).toBe(1);
  }
  expect(store.view.get().error).toBe('The database does not answer.');
  fault = null;
  await vi.advanceTimersByTimeAsync(10_000);

  expect(link.behind).toBe(0);
  expect(titles(store)).toEqual(['changed meanwhile']);
  expect(store.view.get().error).toBeNull();
  const reads = read.mock.calls.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(read).toHaveBeenCalledTimes(reads);
});

test('what was read before a fault does not make the rest look known', async () => {
  vi.useFakeTimers();
  const link = new Link();
  let pages: Record<string, ReturnType<typeof pageOf>> = { first: pageOf([aCard({ id: 'a', title: 'a', updatedAt: at(1) }), aCard({ id: 'b', title: 'b', updatedAt: at(1) })]) };
  let faults = 0;
  const store = new CardStore('project-1', link, async (_project, after) => {
    if (after && faults-- > 0) throw new ServerError('The database does not answer.', 'INTERNAL');
    return pages[after ?? 'first'] ?? pageOf([]);
  });
  store.use();
  await vi.advanceTimersByTimeAsync(0);

  faults = 1;
  pages = {
    first: pageOf([aCard({ id: 'a', title: 'a changed', updatedAt: at(9) })], 'second'),
    second: pageOf([aCard({ id: 'b', title: 'b changed', updatedAt: at(8) })]),
  };
  link.reconnect();
  await vi.advanceTimersByTimeAsync(1_000);

  expect(titles(store)).toEqual(['a changed', 'b changed']);
});

test('a project that is left while a read waits to be repeated holds nobody up', async () => {
  vi.useFakeTimers();
  const link = new Link();
  const read = vi.fn(() => Promise.reject(new ServerError('The database does not answer.', 'INTERNAL')));
  const leave = new CardStore('project-1', link, read).use();
  await vi.advanceTimersByTimeAsync(0);
  expect(link.behind).toBe(1);

  leave();

  expect(link.behind).toBe(0);
  const reads = read.mock.calls.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(read).toHaveBeenCalledTimes(reads);
});
