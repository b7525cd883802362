import { createClient, type Client } from 'graphql-ws';
import { loadMe } from '@/shared/access/access';
import { ServerError } from '@/shared/api/errors';
import { backoff } from './backoff';
import { Feed, type FeedSource } from './feed';
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
/** Close codes of the server that the login is the reason for: it has expired, or allows less than it did. Worth a look at once. */
const LOGIN_ENDED = new Set([4401, 4403]);

/** One WebSocket for all feeds of the page. It heals itself; each feed then asks anew from its own cursor. */
export class Connection {
  readonly state = new Value<ConnectionState>({ name: 'connecting', since: Date.now() });

  private client: Client | undefined;
  private readonly feeds = new Set<{ begin(): void }>();
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

  /** Connects, and looks again at once when the browser says that the network is back or the page is seen or used. */
  start(): () => void {
    const look = () => this.retryNow();
    const visible = () => document.visibilityState === 'visible' && this.retryNow();
    window.addEventListener('online', look);
    window.addEventListener('focus', look);
    document.addEventListener('visibilitychange', visible);
    this.connect();
    return () => {
      window.removeEventListener('online', look);
      window.removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', visible);
      clearTimeout(this.retryTimer);
      void this.client?.dispose();
    };
  }

  /** Looks at once whether the server is there again, or whether somebody has logged in again in another tab. */
  retryNow(): void {
    const { name } = this.state.get();
    if (name === 'offline' || name === 'signed-out') void this.comeBack();
  }

  /** Follows a feed until the returned function is called; it survives lost connections and faults of the server. */
  follow<Data>(source: FeedSource<Data>): () => void {
    const feed = new Feed(source, { client: () => (this.acknowledged ? this.client : undefined), catchingUp: () => this.catchingUp() });
    this.feeds.add(feed);
    feed.begin();
    return () => {
      this.feeds.delete(feed);
      feed.end();
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
    for (const feed of [...this.feeds]) feed.begin();
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
        if (this.state.get().name !== 'signed-out') this.state.set({ name: 'signed-out', since: Date.now() });
        return;
      }
    }
    // Whoever looked at the same time may have been faster.
    if (!this.acknowledged) this.connect();
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
