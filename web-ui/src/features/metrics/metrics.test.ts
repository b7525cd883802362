import { expect, test } from 'vitest';
import { readPeriod } from './period';
import { partWords, stackOf } from './series';

const now = new Date(2026, 10, 23, 14, 20);
const period = (query: string) => readPeriod(new URLSearchParams(query), now);
const at = (day: number, hour = 0) => new Date(2026, 10, day, hour).toISOString();

test('a period ends with the hour, so that it is the same question for an hour', () => {
  expect(period('period=today')).toMatchObject({ from: at(23), to: at(23, 15), step: 'hour', bucket: 'HOUR' });
  expect(period('')).toMatchObject({ name: '7d', from: at(17), to: at(23, 15), step: 'day' });
  expect(period('period=30d')).toMatchObject({ from: new Date(2026, 9, 25).toISOString(), step: 'day' });
});

test('a period of one’s own has whole days, whichever date comes first; nonsense is seven days', () => {
  expect(period('period=custom&from=2026-11-12&to=2026-11-10')).toMatchObject({ from: at(10), to: at(13), firstDay: '2026-11-10', lastDay: '2026-11-12' });
  expect(period('period=custom&from=2025-01-01&to=2026-11-01')).toMatchObject({ step: 'week', bucket: 'WEEK' });
  expect(period('period=custom&from=soon')).toMatchObject({ name: '7d' });
});

const point = (when: string, costUsd: number) => ({ at: when, costUsd, inputTokens: 0, outputTokens: 0 });

test('hours become days of here; parts keep their place', () => {
  const stack = stackOf(
    [
      { key: 'a', points: [point(at(22, 1), 1), point(at(22, 23), 2), point(at(23), 4)] },
      { key: 'b', points: [point(at(22, 1), 8), point(at(22, 23), 0), point(at(23), 16)] },
    ],
    'day',
    (one) => one.costUsd,
    (key) => key.toUpperCase(),
  );
  expect(stack).toEqual({ names: ['A', 'B'], keys: ['a', 'b'], unpriced: [false, false], bars: [{ at: Date.parse(at(22)), parts: [3, 8] }, { at: Date.parse(at(23)), parts: [4, 16] }] });
});

test('what is too much to tell apart is one part, and nothing is lost', () => {
  const series = [...'abcdefghi'].map((key) => ({ key, points: [point(at(22), 1)] }));
  const { names, bars } = stackOf(series, 'hour', (one) => one.costUsd, (key) => key);
  expect(names).toEqual(['a', 'b', 'c', 'd', 'e', '4 others']);
  expect(bars[0]?.parts).toEqual([1, 1, 1, 1, 1, 4]);
});

test('what has no price is never shown as free', () => {
  const stack = stackOf([{ key: 'house', points: [point(at(22), 0)] }, { key: 'free', points: [point(at(22), 0)] }], 'hour', (one) => one.costUsd, (key) => key, (key) => key === 'house');
  expect([0, 1].map((part) => partWords(stack, part, 0, (value) => `$${value}`))).toEqual(['no price', '$0']);
});
