import { stringifyDocument } from 'urql';
import { readOnce } from '@/shared/api/client';
import type { ServerError } from '@/shared/api/errors';
import { graphql, type FragmentOf, type ResultOf } from '@/shared/api/graphql';
import { connection, type Connection } from './connection';
import { Value } from './value';

export const RunEventFields = graphql(`
  fragment RunEventFields on RunEvent {
    seq iteration at kind parentToolId text toolId toolName toolInput toolOutput isError path
    inputTokens outputTokens costUsd resetsAt
  }
`);

const RunLog_Page = graphql(
  `
    query RunLog_Page($run: ID!, $after: BigInteger, $first: Int) {
      runEvents(runId: $run, after: $after, first: $first) { ...RunEventFields }
    }
  `,
  [RunEventFields],
);

const RunLog_Feed = graphql(
  `
    subscription RunLog_Feed($run: ID!, $after: BigInteger) { runEvents(runId: $run, after: $after) { ...RunEventFields } }
  `,
  [RunEventFields],
);

export type RunEvent = FragmentOf<typeof RunEventFields>;

export const PAGE = 200;

/** Events that stay in memory before those far from sight are let go. */
const MOST = 6_000;

export interface RunLogView {
  /** Goes up with every change. */
  revision: number;
  /** The newest event that is known of; events 1…lastSeq exist, loaded or not. */
  lastSeq: number;
  /** The run has finished and everything of it is known of. */
  ended: boolean;
  /** Why nothing more comes, though the run has not finished: the server refuses the feed. */
  error: ServerError | null;
}

type ReadPage = (run: string, after: number, first: number) => Promise<RunEvent[]>;

const readPage: ReadPage = async (run, after, first) => (await readOnce(RunLog_Page, { run, after, first })).runEvents;

/**
 * The transcript of a run: as long as it likes, of which only what is looked at is loaded, in pages; and live at its end.
 * Events are numbered without gaps, so each has its place before it is loaded.
 */
export class RunLog {
  readonly view: Value<RunLogView>;

  private readonly events = new Map<number, RunEvent>();
  private readonly pages = new Map<number, Promise<void>>();
  /** Pages that were read to their end; what such a page lacks, retention has deleted. */
  private readonly read = new Set<number>();
  private cursor: number;

  /** @param lastSeq what `Run.lastSeq` says now: the feed goes on from there, what lies before is read by page */
  constructor(
    readonly run: string,
    lastSeq: number,
    private readonly link: Pick<Connection, 'follow'> = connection,
    private readonly page: ReadPage = readPage,
    private readonly heard: (events: readonly RunEvent[]) => void = () => undefined,
  ) {
    this.cursor = lastSeq;
    this.view = new Value({ revision: 0, lastSeq, ended: false, error: null });
  }

  /** The event, or undefined while it is not loaded; see {@link ensure}. */
  get(seq: number): RunEvent | undefined {
    return this.events.get(seq);
  }

  /** The numbers of the events that are loaded, in no order. */
  loaded(): number[] {
    return [...this.events.keys()];
  }

  /**
   * Takes up a log that was laid aside, when the run has `lastSeq` events. What came meanwhile is read page by page, where somebody
   * looks, and not all of it by the feed.
   */
  reach(lastSeq: number): void {
    if (lastSeq - this.cursor <= PAGE) return;
    this.cursor = lastSeq;
    this.changed({ lastSeq: Math.max(lastSeq, this.view.get().lastSeq) });
  }

  /** The event is not there and never will be: retention has deleted it. */
  deleted(seq: number): boolean {
    return !this.events.has(seq) && this.read.has(pageOf(seq));
  }

  /** Lets go of what is far from these events, once there is much of it: a long transcript must not fill the memory. */
  keep(from: number, to: number): void {
    if (this.events.size <= MOST) return;
    const [first, last] = [pageOf(from), pageOf(to)];
    for (const seq of this.events.keys()) {
      const index = pageOf(seq);
      if (index >= first && index <= last) continue;
      this.events.delete(seq);
      this.read.delete(index);
    }
  }

  /** Loads the pages that hold these events, unless they are loaded already. */
  async ensure(from: number, to: number): Promise<void> {
    const first = pageOf(Math.max(1, from));
    const last = pageOf(Math.min(to, this.view.get().lastSeq));
    const wanted: Promise<void>[] = [];
    for (let index = first; index <= last; index++) wanted.push(this.load(index));
    await Promise.all(wanted);
  }

  /** Live until the returned function is called. Resumes after the last event that came, so that none is missed or doubled. */
  follow(): () => void {
    if (this.view.get().error) this.changed({ error: null });
    return this.link.follow<ResultOf<typeof RunLog_Feed>>({
      payload: () => ({ query: stringifyDocument(RunLog_Feed), variables: { run: this.run, after: this.cursor } }),
      next: ({ runEvents }) => this.append(runEvents),
      ended: (error) => this.changed(error ? { error } : { ended: true }),
    });
  }

  private append(events: readonly RunEvent[]) {
    const news = events.filter((event) => event.seq > this.cursor || !this.events.has(event.seq));
    for (const event of news) {
      this.events.set(event.seq, event);
      this.cursor = Math.max(this.cursor, event.seq);
    }
    this.heard(news);
    this.changed({ lastSeq: Math.max(this.view.get().lastSeq, this.cursor) });
  }

  private load(index: number): Promise<void> {
    const after = index * PAGE;
    if (this.complete(after)) return Promise.resolve();
    let loading = this.pages.get(index);
    if (!loading) {
      loading = this.page(this.run, after, PAGE)
        .then((events) => {
          // A page may end in events of the next one, where retention has deleted what stood before them.
          const mine = events.filter((event) => event.seq <= after + PAGE);
          for (const event of mine) this.events.set(event.seq, event);
          if (after + PAGE <= this.view.get().lastSeq) this.read.add(index);
          this.heard(mine);
          this.changed({});
        })
        .finally(() => this.pages.delete(index));
      this.pages.set(index, loading);
    }
    return loading;
  }

  private complete(after: number): boolean {
    if (this.read.has(after / PAGE)) return true;
    const last = Math.min(after + PAGE, this.view.get().lastSeq);
    for (let seq = after + 1; seq <= last; seq++) if (!this.events.has(seq)) return false;
    return true;
  }

  private changed(change: Partial<RunLogView>) {
    const view = this.view.get();
    this.view.set({ ...view, ...change, revision: view.revision + 1 });
  }
}

const pageOf = (seq: number) => Math.floor((seq - 1) / PAGE);
