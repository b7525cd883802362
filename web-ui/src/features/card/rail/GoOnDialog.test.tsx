import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Client, fetchExchange, Provider } from 'urql';
import { expect, test, vi } from 'vitest';
import { ServerError } from '@/shared/api/errors';
import { aCard } from '@/testing/fixtures';
import { GoOnDialog } from './GoOnDialog';

const server = vi.hoisted(() => ({ tell: vi.fn() }));
vi.mock('@/shared/api/client', async (original) => ({ ...(await original<object>()), ...server }));
vi.mock('@/features/card/run/runs', () => ({ useRuns: () => ({ runs: [] }) }));

test('a hint that the agent has is not sent again when the start was refused', async () => {
  server.tell.mockResolvedValueOnce({}).mockRejectedValueOnce(new ServerError('No subscription is free.', 'NO_SUBSCRIPTION_AVAILABLE')).mockResolvedValueOnce({});
  const close = vi.fn();
  render(
    <Provider value={new Client({ url: 'http://server/graphql', preferGetMethod: false, exchanges: [fetchExchange], fetch: () => new Promise(() => undefined) })}>
      <GoOnDialog card={aCard()} close={close} />
    </Provider>,
  );
  const hint = screen.getByRole('textbox', { name: 'Hint for the agent' });
  await userEvent.type(hint, 'Look into the log');

  await userEvent.click(screen.getByRole('button', { name: 'Start' }));
  await waitFor(() => expect(hint).toHaveValue(''));
  expect(close).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('button', { name: 'Start' }));

  await waitFor(() => expect(close).toHaveBeenCalledTimes(1));
  expect(server.tell.mock.calls.map(([, variables]) => 'text' in (variables as object))).toEqual([true, false, false]);
});
