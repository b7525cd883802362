import type { Client, SubscribePayload } from 'graphql-ws';
import { fromGraphQl, type ServerError } from '@/shared/api/errors';
import { backoff } from './backoff';

/** A feed's part: what to ask now (from its cursor), and what to do with the answers. */
export interface FeedSource<Data> {
  payload(): SubscribePayload;
  next(data: Data): void;
  /** The feed has ended: the server has nothing more, or refuses it for good. */
  ended?(error?: ServerError): void;
}

/** What a feed needs of the connection. */
interface Link {
  /** The client while its socket answers. */
  client(): Client | undefined;
  catchingUp(): () => void;
}

/** So long without another fault, a feed that was begun again counts as whole: the server looks for news more often. */
const TRUSTED_AFTER = 5_000;

/**
 * One feed over whatever socket there is. A refusal ends it; a fault of the server, whose database restarts perhaps, does not: it
 * is begun again from its cursor after a wait that grows, and until that holds the connection counts as catching up.
 */
export class Feed<Data> {
  private done = false;
  private faults = 0;
  private stop: () => void = () => undefined;
  private caughtUp: (() => void) | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly source: FeedSource<Data>,
    private readonly link: Link,
  ) {}

  /** Asks from the cursor of now; without a socket it waits to be begun by the next one. */
  begin(): void {
    clearTimeout(this.timer);
    this.stop();
    const client = this.link.client();
    if (this.done || !client) return;
    this.stop = this.subscribe(client);
    if (this.caughtUp) this.timer = setTimeout(() => this.healed(), TRUSTED_AFTER);
  }

  end(): void {
    this.done = true;
    clearTimeout(this.timer);
    this.stop();
    this.healed();
  }

  /** Once a subscription is over or was stopped, nothing more is heard of it. */
  private subscribe(client: Client): () => void {
    let over = false;
    const ended = (error?: ServerError) => {
      if (over) return;
      over = true;
      this.over(error);
    };
    const stop = client.subscribe<Data>(this.source.payload(), {
      next: ({ data, errors }) => {
        if (over) return;
        if (data) this.source.next(data);
        else if (errors?.length) ended(fromGraphQl(errors));
      },
      // A closed socket is the connection's affair: the feed goes on when it is back.
      error: (cause) => Array.isArray(cause) && ended(fromGraphQl(cause)),
      complete: () => this.link.client() === client && ended(),
    });
    return () => {
      over = true;
      stop();
    };
  }

  private over(error: ServerError | undefined): void {
    if (error?.mayPass) {
      this.caughtUp ??= this.link.catchingUp();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.begin(), backoff(this.faults++));
      return;
    }
    this.end();
    this.source.ended?.(error);
  }

  private healed(): void {
    this.faults = 0;
    this.caughtUp?.();
    this.caughtUp = undefined;
  }
}
