import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fixture } from '@/testing/fixtures';
import { Activities_Now, ActivityWatch, type CardActivity } from './activities';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const anActivity = (wishes: Partial<CardActivity> = {}): CardActivity => {
  const activity: CardActivity = {
    cardId: 'card-1', runId: 'run-1', iteration: 2, costUsd: 0.4, inputTokens: 10, outputTokens: 5,
    kind: 'TOOL_CALL', at: '2026-01-01T10:00:00Z', toolName: 'Write', target: 'a.txt', ...wishes,
  };
  fixture(Activities_Now, { activities: [activity] });
  return activity;
};

test('asks only while there is something to ask about and somebody who looks', async () => {
  const read = vi.fn(() => Promise.resolve([anActivity()]));
  let atWork = false;
  const watch = new ActivityWatch('p', () => atWork, read);

  const stop = watch.use();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(read).not.toHaveBeenCalled();

  atWork = true;
  await vi.advanceTimersByTimeAsync(2_000);
  expect(watch.of('card-1')).toMatchObject({ target: 'a.txt' });

  atWork = false;
  await vi.advanceTimersByTimeAsync(2_000);
  expect(watch.of('card-1')).toBeUndefined();

  atWork = true;
  stop();
  const asked = read.mock.calls.length;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(read).toHaveBeenCalledTimes(asked);
});

test('what has not changed stays the same object, so that its tile is not drawn anew; a failure changes nothing', async () => {
  const answers = [() => Promise.resolve([anActivity()]), () => Promise.resolve([anActivity()]), () => Promise.reject(new Error('away')), () => Promise.resolve([anActivity({ target: 'b.txt' })])];
  const watch = new ActivityWatch('p', () => true, () => (answers.shift() ?? (() => Promise.resolve([])))());

  watch.use();
  await vi.advanceTimersByTimeAsync(0);
  const first = watch.of('card-1');
  await vi.advanceTimersByTimeAsync(2_000);
  expect(watch.of('card-1')).toBe(first);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(watch.of('card-1')).toBe(first);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(watch.of('card-1')).toMatchObject({ target: 'b.txt' });
});
