import { expect, test } from 'vitest';
import { aCard, aRun } from '@/testing/fixtures';
import { arrange, readFilter, writeFilter } from './filter';

const NOTHING = readFilter(new URLSearchParams());

test('a card that fails, or is being fixed, stays in the column where it failed', () => {
  const cards = [
    aCard({ number: 1, state: 'FAILED', phase: 'TERMINAL', previousState: 'ERROR_FIXING', errors: [{ sourceState: 'TESTING' }] }),
    aCard({ number: 2, state: 'ERROR_FIXING', phase: 'TERMINAL', previousState: 'BUILD_FAILED', currentRun: aRun() }),
  ];

  const columns = arrange(cards, NOTHING);

  expect(columns.testing.map((card) => card.number)).toEqual([1]);
  expect(columns.build.map((card) => card.number)).toEqual([2]);
});

test('what needs a person stands first, then what is more urgent', () => {
  const needs = { reason: 'REVIEW_TO_GIVE', message: 'The change is ready.', since: '2026-01-01T10:00:00Z' } as const;
  const cards = [aCard({ number: 1, priority: 3 }), aCard({ number: 2, priority: 0 }), aCard({ number: 3, priority: 4, attention: needs })];

  expect(arrange(cards, NOTHING).draft.map((card) => card.number)).toEqual([3, 2, 1]);
});

test('archived cards are shown only when asked for', () => {
  const cards = [aCard({ state: 'ARCHIVED', phase: 'TERMINAL', allowedTriggers: ['UNARCHIVE'] })];

  expect(arrange(cards, NOTHING).done).toHaveLength(0);
  expect(arrange(cards, { ...NOTHING, archived: true }).done).toHaveLength(1);
});

test('a filter survives its way through the address, and leaves the rest of it alone', () => {
  const filter = { text: 'login', labels: ['auth', 'api'], needsMe: true, archived: true };

  const address = writeFilter(new URLSearchParams('tab=run&q=old'), filter);

  expect(readFilter(address)).toEqual(filter);
  expect(address.get('tab')).toBe('run');
});
