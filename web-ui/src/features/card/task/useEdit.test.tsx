import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { ServerError } from '@/shared/api/errors';
import { aCard, fixture } from '@/testing/fixtures';
import { Detail_Card, type Detail } from './detail';
import { EditableText } from './EditableText';

const server = vi.hoisted(() => ({ ask: vi.fn(), tell: vi.fn() }));
vi.mock('@/shared/api/client', async (original) => ({ ...(await original<object>()), ...server }));

const aDetail = (wishes: Partial<Detail> = {}): Detail => {
  const card: Detail = {
    id: 'card-1', title: 'Card', description: null, taskPrompt: 'Old words', labels: [], priority: 2, maxRetries: 3, subscription: null, plan: null,
    branch: null, worktreePath: null, pullRequestUrl: null, version: 1, acceptanceCriteria: [],
    limits: { maxIterations: 20, maxRuntimeSeconds: 3600, maxCostUsd: 5 }, ...wishes,
  };
  fixture(Detail_Card, { card });
  return card;
};

const show = (detail = aDetail()) => render(<EditableText detail={detail} part="taskPrompt" title="Task prompt" empty="" note="The next iteration will use this." />);
const stale = () => Promise.reject(new ServerError('Stale', 'CONFLICT'));
const saved = (detail: Detail) => Promise.resolve({ updateCard: { ...aCard(), ...detail } });

async function write(words: string) {
  await userEvent.click(screen.getByRole('button', { name: 'Edit task prompt' }));
  const box = screen.getByRole('textbox', { name: 'Task prompt' });
  await userEvent.clear(box);
  await userEvent.type(box, words);
}

beforeEach(() => {
  sessionStorage.clear();
  server.ask.mockReset();
  server.tell.mockReset();
});

test('what is typed is still there after the page was left', async () => {
  const { unmount } = show();
  await write('New words');
  unmount();

  show();

  expect(screen.getByRole('textbox', { name: 'Task prompt' })).toHaveValue('New words');
});

test('somebody else changed another part: it is saved without a question', async () => {
  server.tell.mockImplementationOnce(stale).mockImplementationOnce(() => saved(aDetail({ taskPrompt: 'New words', version: 3 })));
  server.ask.mockResolvedValue({ card: aDetail({ title: 'Other title', version: 2 }) });
  show();
  await write('New words');
  expect(screen.getByText('The next iteration will use this.')).toBeVisible();

  await userEvent.click(screen.getByRole('button', { name: /^Save/ }));

  await waitFor(() => expect(server.tell).toHaveBeenCalledTimes(2));
  expect(server.tell.mock.calls[1]?.[1]).toMatchObject({ input: { taskPrompt: 'New words' }, version: 2 });
  expect(screen.queryByRole('alert')).toBeNull();
});

test('somebody else changed the same text: both are shown, and a person chooses', async () => {
  server.tell.mockImplementationOnce(stale).mockImplementationOnce(() => saved(aDetail({ taskPrompt: 'My words', version: 3 })));
  server.ask.mockResolvedValue({ card: aDetail({ taskPrompt: 'Their words', version: 2 }) });
  show();
  await write('My words');
  await userEvent.click(screen.getByRole('button', { name: /^Save/ }));

  expect(await screen.findByRole('alert')).toHaveTextContent('Their words');
  expect(screen.getByRole('textbox', { name: 'Task prompt' })).toHaveValue('My words');
  expect(server.tell).toHaveBeenCalledTimes(1);

  await userEvent.click(screen.getByRole('button', { name: 'Save mine over it' }));
  await waitFor(() => expect(server.tell.mock.calls[1]?.[1]).toMatchObject({ input: { taskPrompt: 'My words' }, version: 2 }));
});
