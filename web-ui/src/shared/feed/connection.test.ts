import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ServerError } from '@/shared/api/errors';
import { Connection } from './connection';
import type { FeedSource } from './feed';

interface Message {
  id?: string;
  type: string;
  payload?: unknown;
}

/** The server's end of the socket: greets and stays awake by itself, and says otherwise what the test says. */
class Socket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  static opened: Socket[] = [];
  static get last(): Socket {
    return Socket.opened.at(-1) as Socket;
  }

  readyState = Socket.CONNECTING;
  onopen: (() => void) | undefined;
  onclose: ((event: { code: number; reason: string; wasClean: boolean }) => void) | undefined;
  onmessage: ((event: { data: string }) => void) | undefined;
  readonly heard: Message[] = [];

  constructor() {
    Socket.opened.push(this);
    queueMicrotask(() => {
      this.readyState = Socket.OPEN;
      this.onopen?.();
    });
  }

  send(data: string) {
    const message = JSON.parse(data) as Message;
    this.heard.push(message);
    const answer = { connection_init: 'connection_ack', ping: 'pong' }[message.type];
    if (answer) queueMicrotask(() => this.say({ type: answer }));
  }

  close(code = 1000, reason = '') {
    this.readyState = Socket.CLOSED;
    this.onclose?.({ code, reason, wasClean: true });
  }

  say = (message: Message) => this.onmessage?.({ data: JSON.stringify(message) });

  subscriptions = () => this.heard.filter(({ type }) => type === 'subscribe');

  /** About the newest subscription. */
  tell = (type: 'next' | 'error' | 'complete', payload?: unknown) => this.say({ id: this.subscriptions().at(-1)?.id ?? '', type, payload });
}

const FAULT = [{ message: 'The database does not answer, try again.', extensions: { code: 'INTERNAL' } }];
const REFUSAL = [{ message: 'There is no such run.', extensions: { code: 'NOT_FOUND' } }];

let close = () => undefined as void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', Socket);
  Socket.opened = [];
});

afterEach(() => {
  close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const soon = () => vi.advanceTimersByTimeAsync(0);

/** A feed of numbers that goes on after the last one it got. */
async function following(identify: () => Promise<unknown> = () => Promise.resolve()) {
  const connection = new Connection(identify, () => 'ws://server/graphql');
  close = connection.start();
  const got: number[] = [];
  const ended = vi.fn<NonNullable<FeedSource<{ n: number }>['ended']>>();
  const stop = connection.follow<{ n: number }>({
    payload: () => ({ query: 'subscription($after: Int) { n(after: $after) }', variables: { after: got.at(-1) ?? 0 } }),
    next: ({ n }) => got.push(n),
    ended,
  });
  await soon();
  const name = () => connection.state.get().name;
  return { connection, got, ended, stop, name };
}

test('a feed goes on after a fault of the server, from where it was, and nothing is called live before', async () => {
  const { got, ended, name } = await following();
  Socket.last.tell('next', { data: { n: 7 } });
  expect(name()).toBe('live');

  Socket.last.tell('error', FAULT);
  expect(name()).toBe('catching-up');
  await vi.advanceTimersByTimeAsync(500);

  expect(Socket.last.subscriptions()).toHaveLength(2);
  expect(Socket.last.subscriptions().at(-1)?.payload).toMatchObject({ variables: { after: 7 } });
  expect(name()).toBe('catching-up');
  Socket.last.tell('next', { data: { n: 8 } });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(name()).toBe('live');
  expect(got).toEqual([7, 8]);
  expect(ended).not.toHaveBeenCalled();
  expect(Socket.opened).toHaveLength(1);
});

test('while the fault lasts it asks ever less often, and is never called live', async () => {
  const { connection, name } = await following();
  const names: string[] = [];
  Socket.last.tell('error', FAULT);
  connection.state.subscribe(() => names.push(name()));

  for (let second = 0; second < 60; second++) {
    const before = Socket.last.subscriptions().length;
    await vi.advanceTimersByTimeAsync(1_000);
    if (Socket.last.subscriptions().length > before) Socket.last.tell('error', FAULT);
  }

  expect(names).toEqual([]);
  expect(name()).toBe('catching-up');
  const asked = Socket.last.subscriptions().length;
  expect(asked).toBeGreaterThan(8);
  expect(asked).toBeLessThan(20);
});

test('a fault that comes as an answer, with the end of the operation after it, is waited out too', async () => {
  const { ended } = await following();

  Socket.last.tell('next', { errors: FAULT });
  Socket.last.tell('complete');
  await vi.advanceTimersByTimeAsync(500);

  expect(Socket.last.subscriptions()).toHaveLength(2);
  expect(ended).not.toHaveBeenCalled();
});

test('a refusal is final, and its reason is told', async () => {
  const { ended, name } = await following();

  Socket.last.tell('error', REFUSAL);
  await vi.advanceTimersByTimeAsync(60_000);

  expect(ended).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'NOT_FOUND', message: 'There is no such run.' }));
  expect(Socket.last.subscriptions()).toHaveLength(1);
  expect(name()).toBe('live');
});

test('a feed that is left while it waits asks no more, and holds nobody up', async () => {
  const { stop, name, ended } = await following();
  Socket.last.tell('error', FAULT);

  stop();

  expect(name()).toBe('live');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(Socket.last.subscriptions()).toHaveLength(1);
  expect(ended).not.toHaveBeenCalled();
});

test('when the socket is lost while it waits, the next socket has the feed once', async () => {
  await following();
  Socket.last.tell('error', FAULT);
  Socket.last.close(1006);

  await vi.advanceTimersByTimeAsync(2_000);

  expect(Socket.opened).toHaveLength(2);
  expect(Socket.last.subscriptions()).toHaveLength(1);
});

test('the feed ends where the server has nothing more', async () => {
  const { ended } = await following();

  Socket.last.tell('complete');
  await soon();

  expect(ended).toHaveBeenCalledExactlyOnceWith(undefined);
});

test('whoever stops listening is not told that the feed has ended', async () => {
  const { stop, ended } = await following();

  stop();
  await soon();

  expect(ended).not.toHaveBeenCalled();
});


test('whoever logs in again in another tab needs no reload here', async () => {
  const identify = vi.fn(() => Promise.reject<unknown>(new ServerError('You are not logged in.', 'UNAUTHENTICATED')));
  const { name } = await following(identify);
  Socket.last.close(4401);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(name()).toBe('signed-out');
  expect(Socket.opened).toHaveLength(1);

  document.dispatchEvent(new Event('visibilitychange'));
  await soon();
  expect(name()).toBe('signed-out');

  identify.mockResolvedValue({});
  // The browser says both when a tab is looked at again.
  document.dispatchEvent(new Event('visibilitychange'));
  window.dispatchEvent(new Event('focus'));
  await soon();

  expect(name()).toBe('live');
  expect(Socket.last.subscriptions()).toHaveLength(1);
});
