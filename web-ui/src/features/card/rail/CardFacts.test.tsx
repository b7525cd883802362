import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { ServerError } from '@/shared/api/errors';
import { Detail_Card, type Detail } from '@/features/card/task/detail';
import { aCard, fixture } from '@/testing/fixtures';
import { CardFacts } from './CardFacts';

const server = vi.hoisted(() => ({ ask: vi.fn(), tell: vi.fn() }));
vi.mock('@/shared/api/client', async (original) => ({ ...(await original<object>()), ...server }));

/** Its limits are its project's: 100 seconds, which are no whole minutes. */
const aDetail = (wishes: Partial<Detail> = {}): Detail => {
  const card: Detail = {
    id: 'card-1', title: 'Card', description: null, taskPrompt: 'Words', labels: ['night'], priority: 2, maxRetries: 3, subscription: null, plan: null,
    branch: null, worktreePath: null, pullRequestUrl: null, version: 1, acceptanceCriteria: [],
    limits: { maxIterations: 20, maxRuntimeSeconds: 100, maxCostUsd: 0.125 }, ...wishes,
  };
  fixture(Detail_Card, { card });
  return card;
};

const save = () => userEvent.click(screen.getByRole('button', { name: /^Save/ }));
const sent = () => server.tell.mock.calls.map(([, variables]) => (variables as { input: unknown }).input);

beforeEach(async () => {
  sessionStorage.clear();
  server.ask.mockReset();
  server.tell.mockReset().mockResolvedValue({ updateCard: { ...aCard(), ...aDetail() } });
  render(<CardFacts detail={aDetail()} />);
  await userEvent.click(screen.getByRole('button', { name: 'Edit settings' }));
});

test('another priority leaves limits and labels alone', async () => {
  await userEvent.selectOptions(screen.getByLabelText('Priority'), 'P0');
  await save();

  await waitFor(() => expect(sent()).toEqual([{ priority: 0 }]));
});

test('of the limits only what was typed becomes the card’s own', async () => {
  await userEvent.clear(screen.getByLabelText('Minutes'));
  await userEvent.type(screen.getByLabelText('Minutes'), '2.5');
  await save();

  await waitFor(() => expect(sent()).toEqual([{ limits: { maxRuntimeSeconds: 150 } }]));
});

test('a limit that was deleted is asked for, and nothing is sent', async () => {
  await userEvent.clear(screen.getByLabelText('Budget, $'));
  await save();

  expect(screen.getByLabelText('Budget, $')).toBeInvalid();
  expect(sent()).toEqual([]);
});

test('somebody else changed other parts of the card: mine is saved, and no more than that', async () => {
  server.tell.mockReset().mockRejectedValueOnce(new ServerError('Stale', 'CONFLICT')).mockResolvedValue({ updateCard: { ...aCard(), ...aDetail() } });
  server.ask.mockResolvedValue({ card: aDetail({ title: 'Other', version: 2 }) });
  await userEvent.type(screen.getByLabelText('Labels'), ', day');
  await save();

  await waitFor(() => expect(sent()).toEqual([{ labels: ['night', 'day'] }, { labels: ['night', 'day'] }]));
});
