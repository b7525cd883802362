import { renderHook } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Card } from '@/shared/cards/card';
import { aCard } from '@/testing/fixtures';

const waiting = vi.hoisted(() => ({ cards: [] as Card[] }));
vi.mock('@/shared/cards/waiting', () => ({ useWaiting: () => ({ waiting: waiting.cards, loaded: true }) }));

const attention = { reason: 'REVIEW_TO_GIVE' as const, message: 'Review it.', since: '2026-01-01T10:00:00Z' };

beforeEach(() => {
  vi.resetModules();
  waiting.cards = [aCard({ number: 1, attention })];
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
});
afterEach(() => void vi.unstubAllGlobals());

/** With what the browser has for a constructor; the module looks at it when it is loaded. */
async function watch(construct: (title: string) => void) {
  class Notice {
    static permission = 'granted';
    onclick: (() => void) | null = null;
    constructor(title: string) {
      construct(title);
    }
  }
  vi.stubGlobal('Notification', Notice);
  const { useAttentionNotices, useNotificationPermission } = await import('./useAttentionNotices');
  return renderHook(
    () => {
      useAttentionNotices('project-1');
      return useNotificationPermission()[0];
    },
    { wrapper: MemoryRouter },
  );
}

test('of a card of another project that begins to need somebody a notice is shown, once', async () => {
  const shown: string[] = [];
  const { rerender, result } = await watch((title) => shown.push(title));
  waiting.cards = [...waiting.cards, aCard({ number: 2, title: 'Elsewhere', projectId: 'project-2', attention })];
  rerender();
  waiting.cards = [...waiting.cards];
  rerender();

  expect(shown).toEqual(['#2 Elsewhere']);
  expect(result.current).toBe('granted');
});

test('where pages may not show notices, as on Android, nothing breaks and none is promised', async () => {
  const { rerender, result } = await watch(() => {
    throw new TypeError("Failed to construct 'Notification': Illegal constructor. Use ServiceWorkerRegistration.showNotification() instead.");
  });
  waiting.cards = [...waiting.cards, aCard({ number: 2, attention })];
  rerender();

  expect(result.current).toBe('unsupported');
});
