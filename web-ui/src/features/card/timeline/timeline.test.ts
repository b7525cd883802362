import { expect, test } from 'vitest';
import { fixture } from '@/testing/fixtures';
import { Timeline_Card, timelineOf } from './timeline';

test('newest first, and each state says how long the card stayed in it', () => {
  const { card } = fixture(Timeline_Card, {
    card: {
      id: 'card-1',
      createdAt: '2026-01-01T10:00:00Z',
      transitions: [
        { from: 'DRAFT', to: 'CODING', trigger: 'START_CODING', actor: 'owner', reason: null, at: '2026-01-01T10:01:00Z' },
        { from: 'CODING', to: 'CODE_REVIEW', trigger: 'LOOP_COMPLETE', actor: 'server', reason: 'Done', at: '2026-01-01T10:03:00Z' },
      ],
      errors: [{ id: 'e', category: 'LOOP', message: 'm', context: null, sourceState: 'CODING', resolved: true, at: '2026-01-01T10:02:30Z' }],
      checkpoints: [
        { iteration: 2, agentSessionId: null, lastResponseSummary: null, commitSha: 'b', createdAt: '2026-01-01T10:02:50Z', fileChanges: [] },
        { iteration: 1, agentSessionId: null, lastResponseSummary: null, commitSha: 'a', createdAt: '2026-01-01T10:02:00Z', fileChanges: [] },
      ],
    },
  });
  const entries = card ? timelineOf(card) : [];

  expect(entries.map((entry) => entry.kind)).toEqual(['transition', 'checkpoint', 'error', 'checkpoint', 'transition', 'created']);
  expect(entries.flatMap((entry) => (entry.kind === 'transition' ? [entry.stayedMs] : []))).toEqual([null, 120_000]);
  expect(entries.flatMap((entry) => (entry.kind === 'checkpoint' ? [[entry.checkpoint.iteration, entry.newest]] : []))).toEqual([[2, true], [1, false]]);
});
