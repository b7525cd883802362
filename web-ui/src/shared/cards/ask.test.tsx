import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { aCard } from '@/testing/fixtures';
import { AskHost, fireAsking } from './ask';
import type { Card } from './card';

const server = vi.hoisted(() => ({ tell: vi.fn() }));
vi.mock('@/shared/api/client', async (original) => ({ ...(await original<object>()), ...server }));

const card = aCard({ state: 'CODE_REVIEW', allowedTriggers: ['REJECT_REVIEW', 'APPROVE_REVIEW'] });
const box = () => screen.getByRole('textbox', { name: 'What should change?' });
const ask = (about: Card) => act(() => fireAsking(about, 'REJECT_REVIEW'));

beforeEach(() => {
  sessionStorage.clear();
  server.tell.mockReset();
});

test('what was typed outlives a reload, for its card alone, until it was sent', async () => {
  server.tell.mockResolvedValue({ fire: card });
  const { unmount } = render(<AskHost />);
  ask(card);
  await userEvent.type(box(), 'Greet politely');
  unmount();

  render(<AskHost />);
  ask(aCard({ state: 'CODE_REVIEW' }));
  expect(box()).toHaveValue('');
  ask(card);
  expect(box()).toHaveValue('Greet politely');

  await userEvent.click(screen.getByRole('button', { name: /request changes/i }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  ask(card);
  expect(box()).toHaveValue('');
});

test('whoever presses Ctrl+Enter twice has asked once', async () => {
  let answer: (value: unknown) => void = () => undefined;
  server.tell.mockImplementation(() => new Promise((resolve) => (answer = resolve)));
  render(<AskHost />);
  ask(card);
  await userEvent.type(box(), 'Greet politely{Control>}{Enter}{Enter}{/Control}');

  expect(server.tell).toHaveBeenCalledTimes(1);
  expect(screen.getByRole('button', { name: /request changes/i })).toBeDisabled();
  await act(async () => answer({ fire: card }));
  expect(screen.queryByRole('dialog')).toBeNull();
});
