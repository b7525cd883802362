import { readOnce } from '@/shared/api/client';
import { graphql, type ResultOf } from '@/shared/api/graphql';

const Search_Page = graphql(`
  query Search_Page($run: ID!, $after: BigInteger, $first: Int) {
    runEvents(runId: $run, after: $after, first: $first) { seq kind iteration toolId text toolName toolInput toolOutput path }
  }
`);

export type Searched = ResultOf<typeof Search_Page>['runEvents'][number];

export interface Hits {
  /** Events that hold the words, in order. */
  seqs: readonly number[];
  /** Whether all has been looked through, and how much of it. */
  done: boolean;
  share: number;
}

const PAGE = 200;
const MOST_HITS = 2_000;

const readPage = async (run: string, after: number, first: number) => (await readOnce(Search_Page, { run, after, first })).runEvents;

const UNSEEN = new Set(['USAGE', 'CHECKPOINT']);

export function holds(event: Searched, words: string): boolean {
  if (UNSEEN.has(event.kind)) return false;
  const wanted = words.toLowerCase();
  return [event.text, event.toolName, event.toolInput, event.toolOutput, event.path].some((text) => text?.toLowerCase().includes(wanted));
}

/**
 * Looks through a whole run from its end backwards, page by page, and keeps nothing but the numbers of what it found. Says
 * after each page how far it is; ends when it was cancelled.
 */
export async function searchRun(
  run: string,
  lastSeq: number,
  words: string,
  tell: (hits: Hits) => void,
  cancelled: () => boolean,
  page = readPage,
): Promise<void> {
  let found: number[] = [];
  for (let end = lastSeq; end > 0 && !cancelled(); end -= PAGE) {
    const after = Math.max(0, end - PAGE);
    const events = await page(run, after, end - after);
    if (cancelled()) return;
    found = [...events.filter((event) => event.seq <= end && holds(event, words)).map((event) => event.seq), ...found];
    const full = found.length >= MOST_HITS;
    tell({ seqs: found, done: full || after === 0, share: full ? 1 : (lastSeq - after) / lastSeq });
    if (full) return;
  }
}
