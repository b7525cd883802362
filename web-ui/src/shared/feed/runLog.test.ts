import { expect, test, vi } from 'vitest';
import { ServerError } from '@/shared/api/errors';
import type { FeedSource } from './feed';
import { PAGE, RunLog, type RunEvent } from './runLog';

const event = (seq: number): RunEvent => ({
  seq, iteration: 1, at: '2026-01-01T10:00:00Z', kind: 'ASSISTANT_TEXT', parentToolId: null, text: `event ${seq}`, toolId: null,
  toolName: null, toolInput: null, toolOutput: null, isError: null, path: null, inputTokens: null, outputTokens: null,
  costUsd: null, resetsAt: null,
});

const events = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => event(from + index));

class Link {
  source: FeedSource<{ runEvents: RunEvent[] }> | undefined;
  follow<Data>(source: FeedSource<Data>) {
    this.source = source as unknown as FeedSource<{ runEvents: RunEvent[] }>;
    return () => undefined;
  }
  cursor = () => this.source?.payload().variables?.after;
  bring = (from: number, to: number) => this.source?.next({ runEvents: events(from, to) });
}

test('of a long run only the pages that are looked at are read, each once', async () => {
  const read = vi.fn(async (_run: string, after: number, first: number) => events(after + 1, after + first));
  const log = new RunLog('run', 100_000, new Link(), read);

  await Promise.all([log.ensure(99_950, 100_000), log.ensure(99_900, 100_000)]);

  expect(read).toHaveBeenCalledTimes(1);
  expect(read).toHaveBeenCalledWith('run', 100_000 - PAGE, PAGE);
  expect(log.get(100_000)?.text).toBe('event 100000');
  expect(log.get(1)).toBeUndefined();
});

test('after a lost connection it resumes behind the last event, and counts none twice', () => {
  const link = new Link();
  const log = new RunLog('run', 0, link, async () => []);
  log.follow();
  expect(link.cursor()).toBe(0);

  link.bring(1, 5);
  expect(link.cursor()).toBe(5);
  link.bring(4, 8);

  expect(link.cursor()).toBe(8);
  expect(log.view.get().lastSeq).toBe(8);
  expect([1, 2, 3, 4, 5, 6, 7, 8].map((seq) => log.get(seq)?.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('the end of the run is known', () => {
  const link = new Link();
  const log = new RunLog('run', 3, link, async () => []);
  log.follow();

  link.source?.ended?.();

  expect(log.view.get().ended).toBe(true);
});

test('why nothing more comes is told, until it is followed anew', () => {
  const link = new Link();
  const log = new RunLog('run', 3, link, async () => []);
  log.follow();

  link.source?.ended?.(new ServerError('There is no such run.', 'NOT_FOUND'));

  expect(log.view.get()).toMatchObject({ ended: false, error: { message: 'There is no such run.' } });
  log.follow();
  expect(log.view.get().error).toBeNull();
});

test('what is far from sight is let go, and read again when it is looked at', async () => {
  const read = vi.fn(async (_run: string, after: number, first: number) => events(after + 1, after + first));
  const log = new RunLog('run', 100_000, new Link(), read);
  await log.ensure(1, 8_000);
  const reads = read.mock.calls.length;

  log.keep(7_000, 8_000);

  expect(log.get(1)).toBeUndefined();
  expect(log.get(7_500)?.seq).toBe(7_500);
  await log.ensure(1, 1);
  expect(log.get(1)?.seq).toBe(1);
  expect(read).toHaveBeenCalledTimes(reads + 1);
});

test('what retention has deleted is known to be gone, and not asked for again and again', async () => {
  const read = vi.fn(async () => [{ ...event(1), kind: 'GAP' as const }, ...events(150, 200)]);
  const log = new RunLog('run', 1_000, new Link(), read);
  await log.ensure(1, 100);
  await log.ensure(1, 100);

  expect(read).toHaveBeenCalledTimes(1);
  expect([1, 2, 149, 150].map((seq) => log.deleted(seq))).toEqual([false, true, true, false]);
});
