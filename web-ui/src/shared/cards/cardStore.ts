import { stringifyDocument } from 'urql';
import { ask } from '@/shared/api/client';
import { explain, ServerError } from '@/shared/api/errors';
import { backoff } from '@/shared/feed/backoff';
import { connection, type Connection } from '@/shared/feed/connection';
import { compareInstants } from '@/shared/format/time';
import { Value } from '@/shared/feed/value';
import { CardStore_Changes, CardStore_Page, type Card, type CardChange } from './card';

export interface CardsView {
  /** By id; a new map with every change, the cards in it are the same objects as long as they did not change. */
  cards: ReadonlyMap<string, Card>;
  /** Whether all cards of the project were read once. Until then what is here is not all. */
  loaded: boolean;
  error: string | null;
}

const PAGE = 200;
const EMPTY: CardsView = { cards: new Map(), loaded: false, error: null };

type ReadPage = (project: string, after: string | null) => Promise<{ items: Card[]; endCursor: string | null; hasNextPage: boolean }>;

const readPage: ReadPage = async (project, after) =>
  (await ask(CardStore_Page, { project, first: PAGE, after })).cards;

/**
 * The cards of one project as they are now. Subscribes first and reads then, so that nothing falls between; what comes twice is
 * recognised by its time. After a lost connection it reads only what has changed: pages come newest change first. What the server
 * could not answer is asked again until it can.
 */
export class CardStore {
  readonly view = new Value<CardsView>(EMPTY);

  private stopFeed: (() => void) | undefined;
  private users = 0;
  private reading = 0;
  /** Held until all is read. */
  private caughtUp: (() => void) | undefined;
  /** The newest change that was known when all was; null when nothing was. Undefined while all is known. */
  private since: string | null | undefined;
  private again: ReturnType<typeof setTimeout> | undefined;
  private pending: Card[] = [];
  private flushing = false;

  constructor(
    readonly project: string,
    private readonly link: Pick<Connection, 'follow' | 'catchingUp'> = connection,
    private readonly page: ReadPage = readPage,
  ) {}

  /** Live until the returned function is called; what was read stays for the next time. */
  use(): () => void {
    if (++this.users === 1) this.open();
    return () => {
      if (--this.users === 0) this.close();
    };
  }

  private open() {
    this.stopFeed = this.link.follow<CardChange>({
      payload: () => {
        void this.catchUp();
        return { query: stringifyDocument(CardStore_Changes), variables: { project: this.project } };
      },
      next: ({ cardChanges }) => this.take(cardChanges),
      ended: (error) => error && this.view.set({ ...this.view.get(), error: explain(error) }),
    });
  }

  private close() {
    this.reading++;
    this.rest();
    this.stopFeed?.();
  }

  /** Takes a card from wherever it comes: the feed, a page, the answer to a mutation. Older news is ignored. */
  take(card: Card): void {
    this.pending.push(card);
    if (this.flushing) return;
    this.flushing = true;
    // News that comes together is shown together.
    queueMicrotask(() => this.flush());
  }

  private flush() {
    this.flushing = false;
    const news = this.pending;
    this.pending = [];
    this.merge(news);
  }

  private merge(news: readonly Card[], loaded = this.view.get().loaded): void {
    const cards = new Map(this.view.get().cards);
    let changed = loaded !== this.view.get().loaded || this.view.get().error !== null;
    for (const card of news) {
      const known = cards.get(card.id);
      if (known && isNewer(known, card)) continue;
      cards.set(card.id, card);
      changed = true;
    }
    if (changed) this.view.set({ cards, loaded, error: null });
  }

  /** Reads what has changed since all was known. A fault that may pass is waited out; meanwhile nothing may be called live. */
  private async catchUp(faults = 0): Promise<void> {
    const turn = ++this.reading;
    clearTimeout(this.again);
    this.caughtUp ??= this.link.catchingUp();
    const { cards, loaded } = this.view.get();
    if (this.since === undefined) this.since = loaded ? newest(cards.values()) : null;
    try {
      await this.readPages(this.since, () => turn === this.reading);
      if (turn !== this.reading) return;
      this.since = undefined;
      this.merge([], true);
      this.rest();
    } catch (error) {
      if (turn === this.reading) this.failed(error, faults);
    }
  }

  /** Reads pages until one holds nothing newer than what was known. */
  private async readPages(known: string | null, wanted: () => boolean): Promise<void> {
    for (let after: string | null = null, more = true; more; ) {
      const page = await this.page(this.project, after);
      if (!wanted()) return;
      this.merge(page.items);
      after = page.endCursor;
      const last = page.items.at(-1);
      more = page.hasNextPage && !(known && last && compareInstants(last.updatedAt, known) < 0);
    }
  }

  private failed(error: unknown, faults: number) {
    const mayPass = error instanceof ServerError && error.mayPass;
    if (mayPass) this.again = setTimeout(() => void this.catchUp(faults + 1), backoff(faults));
    else this.rest();
    if (error instanceof ServerError && error.code === 'UNREACHABLE') return; // the connection says so
    this.view.set({ ...this.view.get(), error: explain(error) });
  }

  /** Nothing is being read, nor will be until the feed begins again. */
  private rest() {
    clearTimeout(this.again);
    this.caughtUp?.();
    this.caughtUp = undefined;
  }
}

/** Of equally old news the later heard counts: what its run does is told without touching the card. */
const isNewer = (known: Card, other: Card) => compareInstants(known.updatedAt, other.updatedAt) > 0;

function newest(cards: Iterable<Card>): string | null {
  let latest: string | null = null;
  for (const card of cards) if (latest === null || compareInstants(card.updatedAt, latest) > 0) latest = card.updatedAt;
  return latest;
}

const stores = new Map<string, CardStore>();

/** The one store of a project. */
export function cardStore(project: string): CardStore {
  let store = stores.get(project);
  if (!store) stores.set(project, (store = new CardStore(project)));
  return store;
}
