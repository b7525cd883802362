import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { RunEvent } from '@/shared/feed/runLog';
import { fixture } from '@/testing/fixtures';
import { Runs_OfCard, type RunData } from '@/features/card/run/runs';
import { Transcript } from '@/features/card/run/transcript';
import { Row } from './Row';

const event = (wishes: Partial<RunEvent>): RunEvent => ({
  seq: 1, iteration: 1, at: '2026-01-01T10:00:00Z', kind: 'TOOL_CALL', parentToolId: null, text: null, toolId: null, toolName: null, toolInput: null,
  toolOutput: null, isError: null, path: null, inputTokens: null, outputTokens: null, costUsd: null, resetsAt: null, ...wishes,
});

const spent = { inputTokens: 100, cacheCreationInputTokens: 0, cacheReadInputTokens: 11_900, outputTokens: 300, costUsd: 0.1234, unpricedTokens: 0 };
const run = fixture(Runs_OfCard, {
  card: {
    id: 'card-1',
    runs: [
      {
        id: 'run-1', state: 'RUNNING', stopReason: null, message: null, platform: 'claude-code', subscription: 'main', model: 'sonnet', iteration: 2, lastSeq: 9,
        ...spent, parkedUntil: null, queuedAt: '2026-01-01T10:00:00Z', startedAt: '2026-01-01T10:00:00Z', endedAt: null,
        limits: { maxIterations: 20, maxRuntimeSeconds: 3600, maxCostUsd: 5 },
        iterations: [
          {
            number: 1, agentSessionId: 's', startedAt: '2026-01-01T10:00:00Z', endedAt: '2026-01-01T10:01:30Z', exitCode: 0, outcome: 'EVIDENCE_MISSING',
            message: 'The check failed.\n2 of 3 passed', commitSha: '0123456789abcdef', filesChanged: 3, sandboxed: true, ...spent,
          },
        ],
      },
    ],
  },
}).card?.runs[0] as RunData;

function show(events: RunEvent[], shown = events[0] as RunEvent) {
  const transcript = new Transcript();
  transcript.take(events);
  const props = { transcript, run, setOpen: vi.fn(), fold: vi.fn(), revision: 1, event: shown };
  const { rerender } = render(<Row {...props} open={undefined} />);
  return { ...props, open: () => rerender(<Row {...props} open />) };
}

test('a tool says what, on what, how long and how it went, and opens to what it printed', async () => {
  const call = event({ toolId: 'a', toolName: 'Bash', toolInput: '{"command":"npm run lint"}' });
  const answer = event({ seq: 2, kind: 'TOOL_RESULT', toolId: 'a', toolOutput: '\u001b[32mall well\u001b[0m', at: '2026-01-01T10:00:02.5Z' });
  const row = show([call, answer]);

  const button = screen.getByRole('button', { name: /Bash.*npm run lint.*2\.5 s/ });
  expect(screen.getByLabelText('Succeeded')).toBeVisible();
  expect(screen.queryByText('all well')).toBeNull();

  await userEvent.click(button);
  expect(row.setOpen).toHaveBeenCalledWith(true);
  row.open();
  expect(screen.getByText('all well')).toHaveStyle({ color: 'var(--ansi-2)' });
});

test('a tool that is at work is not called done, and one that its agent left behind has no answer', () => {
  show([event({ toolId: 'a', toolName: 'Read', iteration: 2 })]);
  expect(screen.getByText('at work')).toBeVisible();
  show([event({ toolId: 'b', toolName: 'Read', iteration: 1 })]);
  expect(screen.getByText('no answer')).toBeVisible();
});

test('the end of an iteration tells its result, cost, tokens, files and checkpoint', () => {
  show([event({ kind: 'ITERATION_ENDED', text: 'EVIDENCE_MISSING: The check failed.' })]);

  expect(screen.getByText(/Iteration 1: said it was done, the evidence disagrees/)).toBeVisible();
  for (const words of ['1 min 30 s', '$0.1234', '12.0k in · 300 out', '3 files changed', '01234567']) expect(screen.getByText(words)).toBeVisible();
});

test('markup in what an agent says is text, and its links leave without a trace', async () => {
  show([event({ kind: 'ASSISTANT_TEXT', text: 'See <img src=x onerror=alert(1)> [here](https://example.org) [bad](javascript:alert(1))\n\n<promise>COMPLETE</promise>' })]);

  const link = await screen.findByRole('link', { name: 'here' });
  expect(link).toHaveAttribute('rel', expect.stringContaining('noopener'));
  expect(screen.queryByRole('img')).toBeNull();
  expect(screen.getByText('bad')).not.toHaveAttribute('href', expect.stringContaining('javascript'));
  expect(screen.queryByText(/promise/)).toBeNull();
});

test('the link to a block names its run and the tab, so that it leads there when the card has moved on', async () => {
  const user = userEvent.setup();
  history.replaceState(null, '', '/projects/p/cards/card-1?q=shop');
  show([event({ seq: 7, kind: 'ASSISTANT_TEXT', text: 'Hello' })]);

  await user.click(screen.getByRole('button', { name: 'Copy link to block' }));

  expect(await navigator.clipboard.readText()).toBe(`${location.origin}/projects/p/cards/card-1?q=shop&tab=run&run=run-1#7`);
});
