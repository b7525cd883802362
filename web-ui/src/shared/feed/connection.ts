import { createClient, type Client, type Sink, type SubscribePayload } from 'graphql-ws';
import { loadMe } from '@/shared/access/access';
import { fromGraphQl, ServerError } from '@/shared/api/errors';
import { Value } from './value';

/**
 * What the page may say about its connection. "live" only while the socket answers and every feed has everything; a feed that
 * still loads makes it "catching-up".
 */
export type ConnectionState =
  | { name: 'connecting' | 'catching-up' | 'live' | 'signed-out'; since: number }
  | { name: 'offline'; since: number; retryAt: number };

const PING_EVERY = 12_000;
const PONG_WITHIN = 8_000;
const LONGEST_WAIT = 10_000;
/** Close codes of the server that the login is the reason for: it has expired, or allows less than it did. Worth a look at once. */
const LOGIN_ENDED = new Set([4401, 4403]);

/** A feed's part: what to ask now (from its cursor), and what to do with the answers. */
export interface FeedSource<Data> {
  payload(): SubscribePayload;
  next(data: Data): void;
  /** The feed has ended: the server has nothing more, or refuses it for good. */
  ended?(error?: ServerError): void;
}

/** How long to wait before attempt n: doubling from half a second, with a spread so that tabs do not come in step. */
export function backoff(attempt: number, random = Math.random()): number {
  return Math.min(LONGEST_WAIT, 500 * 2 ** attempt) * (0.5 + random / 2);
}

/** One WebSocket for all feeds of the page. It heals itself; each feed then asks anew from its own cursor. */
export class Connection {
  readonly state = new Value<ConnectionState>({ name: 'connecting', since: Date.now() });

  private client: Client | undefined;
  private readonly feeds = new Set<() => void>();
  private readonly behind = new Set<object>();
  private attempt = 0;
  private acknowledged = false;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private pongTimer: ReturnType<typeof setTimeout> | undefined;

  /** @param identify asks the server over HTTP who we are, which renews a session that can be renewed; throws a ServerError */
  constructor(
    private readonly identify: () => Promise<unknown>,
    private readonly url: () => string = socketUrl,
  ) {}

  /** Connects, and looks again at once when the browser says that the network is back or the tab is seen. */
  start(): () => void {
    const look = () => this.retryNow();
    const visible = () => document.visibilityState === 'visible' && this.retryNow();
    window.addEventListener('online', look);
    document.addEventListener('visibilitychange', visible);
    this.connect();
    return () => {
      window.removeEventListener('online', look);
      document.removeEventListener('visibilitychange', visible);
      clearTimeout(this.retryTimer);
      void this.client?.dispose();
    };
  }

  retryNow(): void {
    if (this.state.get().name === 'offline') void this.comeBack();
  }

  /** Follows a feed until the returned function is called; it survives lost connections. */
  follow<Data>(source: FeedSource<Data>): () => void {
    let done = false;
    let stop: (() => void) | undefined;
    const begin = () => {
      stop?.();
      if (done || !this.client) return;
      stop = this.client.subscribe<Data>(source.payload(), this.sink(source, () => (done = true)));
    };
    this.feeds.add(begin);
    if (this.acknowledged) begin();
    return () => {
      done = true;
      this.feeds.delete(begin);
      stop?.();
    };
  }

  /** While a feed has not everything yet, nothing may be called live. Returns how to say that it has. */
  catchingUp(): () => void {
    const ticket = {};
    this.behind.add(ticket);
    this.settle();
    return () => {
      if (this.behind.delete(ticket)) this.settle();
    };
  }

  private sink<Data>(source: FeedSource<Data>, finish: () => void): Sink<{ data?: Data | null; errors?: readonly { message: string }[] }> {
    return {
      next: ({ data, errors }) => {
        if (data) source.next(data);
        else if (errors?.length) {
          finish();
          source.ended?.(fromGraphQl(errors));
        }
      },
      error: (cause) => {
        // A closed socket is the connection's affair: the feed goes on when it is back.
        if (!Array.isArray(cause)) return;
        finish();
        source.ended?.(fromGraphQl(cause));
      },
      complete: () => {
        if (!this.acknowledged) return;
        finish();
        source.ended?.();
      },
    };
  }

  private connect(): void {
    clearTimeout(this.retryTimer);
    void this.client?.dispose();
    const client: Client = createClient({
      url: this.url(),
      lazy: false,
      retryAttempts: 0,
      keepAlive: PING_EVERY,
      connectionAckWaitTimeout: 10_000,
      onNonLazyError: () => undefined, // "closed" below has heard it
      on: {
        connected: () => this.client === client && this.connected(),
        ping: (received) => !received && this.expectPong(),
        pong: (received) => received && clearTimeout(this.pongTimer),
        closed: (event) => this.client === client && this.lost((event as CloseEvent).code),
      },
    });
    this.client = client;
  }

  private connected(): void {
    this.acknowledged = true;
    this.attempt = 0;
    this.settle();
    for (const begin of [...this.feeds]) begin();
  }

  /** A connection that died without a word would look alive for minutes. Nor is its goodbye waited for: nobody may be there. */
  private expectPong(): void {
    clearTimeout(this.pongTimer);
    this.pongTimer = setTimeout(() => this.client?.terminate(), PONG_WITHIN);
  }

  private lost(code: number): void {
    this.acknowledged = false;
    clearTimeout(this.pongTimer);
    const before = this.state.get();
    const wait = LOGIN_ENDED.has(code) && this.attempt === 0 ? 0 : backoff(this.attempt);
    this.attempt++;
    const since = before.name === 'offline' ? before.since : Date.now();
    this.state.set({ name: 'offline', since, retryAt: Date.now() + wait });
    this.retryTimer = setTimeout(() => void this.comeBack(), wait);
  }

  /** Looks first whether the login still holds: a browser is not told why an upgrade was refused. */
  private async comeBack(): Promise<void> {
    clearTimeout(this.retryTimer);
    try {
      await this.identify();
    } catch (error) {
      if (error instanceof ServerError && error.signedOut) {
        this.state.set({ name: 'signed-out', since: Date.now() });
        return;
      }
    }
    this.connect();
  }

  private settle(): void {
    if (!this.acknowledged) return;
    const name = this.behind.size > 0 ? 'catching-up' : 'live';
    if (this.state.get().name !== name) this.state.set({ name, since: Date.now() });
  }
}

function socketUrl(): string {
  return location.origin.replace(/^http/, 'ws') + '/graphql';
}

export const connection = new Connection(loadMe);
