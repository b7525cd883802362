import { renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { Client, fetchExchange, Provider } from 'urql';
import { expect, test, vi } from 'vitest';
import { aCard, fixture } from '@/testing/fixtures';
import { Changes_Diff, useChanges } from './data';

const file = (path: string) => ({ path, oldPath: null, status: 'ADDED' as const, additions: 1, deletions: 0, patch: '@@ -0,0 +1 @@\n+a\n', truncated: false });

/** A server that has the change since the review only of a card that was sent back, as the real one. */
function serve({ sentBack }: { sentBack: boolean }) {
  const asked: string[] = [];
  const fetch = vi.fn((_url: unknown, request?: RequestInit) => {
    const { since } = (JSON.parse(request?.body as string) as { variables: { since: string } }).variables;
    asked.push(since);
    const diff = { base: 'a', head: 'b', files: [file(since === 'BASE' ? 'all.txt' : 'since.txt')] };
    const data = fixture(Changes_Diff, {
      card: { id: 'card-1', transitions: sentBack ? [{ trigger: 'REJECT_REVIEW' }] : [], diff: since === 'REVIEW' && !sentBack ? null : diff, reviewComments: [] },
    });
    return Promise.resolve(new Response(JSON.stringify({ data }), { headers: { 'content-type': 'application/json' } }));
  });
  const client = new Client({ url: 'http://server/graphql', preferGetMethod: false, exchanges: [fetchExchange], fetch });
  return { asked, wrapper: ({ children }: { children: ReactNode }) => <Provider value={client}>{children}</Provider> };
}

const card = aCard({ id: 'card-1' });

test('a card that was sent back is compared with what was reviewed', async () => {
  const { asked, wrapper } = serve({ sentBack: true });
  const { result } = renderHook(() => useChanges(card, 'REVIEW'), { wrapper });

  await waitFor(() => expect(result.current.changes?.diff?.files.map(({ path }) => path)).toEqual(['since.txt']));
  expect(result.current.since).toBe('REVIEW');
  expect(asked).toEqual(['REVIEW']);
});

test('a card that was never sent back shows all its changes, though the address says otherwise', async () => {
  const { wrapper } = serve({ sentBack: false });
  const { result } = renderHook(() => useChanges(card, 'REVIEW'), { wrapper });

  await waitFor(() => expect(result.current.changes?.diff?.files.map(({ path }) => path)).toEqual(['all.txt']));
  expect(result.current.since).toBe('BASE');
});
