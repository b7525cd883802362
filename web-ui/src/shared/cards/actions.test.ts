import { beforeEach, expect, test, vi } from 'vitest';
import { ServerError } from '@/shared/api/errors';
import { aCard } from '@/testing/fixtures';
import { fire, pauseLoop, startLoop } from './actions';

const server = vi.hoisted(() => ({ tell: vi.fn() }));
vi.mock('@/shared/api/client', async (original) => ({ ...(await original<object>()), ...server }));
const toasts = vi.hoisted(() => ({ done: vi.fn(), refused: vi.fn() }));
vi.mock('@/shared/ui/toast', () => toasts);

beforeEach(() => {
  server.tell.mockReset();
  toasts.done.mockReset();
  toasts.refused.mockReset();
});

/** A server that answers when the test says so. */
function slow() {
  let answer: (card: ReturnType<typeof aCard>) => void = () => undefined;
  server.tell.mockImplementationOnce(() => new Promise((resolve) => (answer = (card) => resolve({ fire: card }))));
  return { answer: (card: ReturnType<typeof aCard>) => answer(card) };
}

test('a second press while the first is on its way does nothing', async () => {
  const card = aCard();
  const { answer } = slow();
  const first = fire(card, 'START_CODING');

  expect(await fire(card, 'START_CODING')).toBe(false);

  answer({ ...card, state: 'CODING' });
  expect(await first).toBe(true);
  expect(server.tell).toHaveBeenCalledTimes(1);
  expect(toasts.refused).not.toHaveBeenCalled();
});

test('another action meanwhile is not lost without a word; another card is not held up', async () => {
  const [card, other] = [aCard(), aCard()];
  const { answer } = slow();
  const first = fire(card, 'START_CODING');

  expect(await pauseLoop(card)).toBe(false);
  expect(toasts.refused).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: expect.stringContaining('still on its way') as string }));
  expect(await startLoop(other)).toBe(true);

  answer(card);
  await first;
  expect(await pauseLoop(card)).toBe(true);
});

test('after a refusal it can be tried again', async () => {
  const card = aCard();
  server.tell.mockRejectedValueOnce(new ServerError('Not now.', 'GUARD_FAILED'));

  expect(await startLoop(card)).toBe(false);
  expect(await startLoop(card)).toBe(true);
});
