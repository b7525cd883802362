import { expect, test } from 'vitest';
import { searchRun, type Hits, type Searched } from './search';

const event = (seq: number): Searched => ({
  seq, kind: 'ASSISTANT_TEXT', iteration: 1, toolId: null, text: seq % 1000 === 7 ? `The Needle ${seq}` : 'hay', toolName: null, toolInput: null,
  toolOutput: null, path: null,
});

const page = async (_run: string, after: number, first: number) => Array.from({ length: first }, (_, index) => event(after + 1 + index));

test('the whole run is looked through, from its end, and each event once', async () => {
  const told: Hits[] = [];
  await searchRun('run', 10_250, 'needle', (hits) => told.push(hits), () => false, page);

  expect(told.slice(0, 2).map((hits) => hits.seqs)).toEqual([[], [10_007]]);
  expect(told.at(-1)).toEqual({ seqs: [7, 1007, 2007, 3007, 4007, 5007, 6007, 7007, 8007, 9007, 10_007], done: true, share: 1 });
});

test('a search that was cancelled reads no further', async () => {
  let reads = 0;
  const counted: typeof page = (run, after, first) => {
    reads++;
    return page(run, after, first);
  };
  await searchRun('run', 100_000, 'needle', () => undefined, () => reads >= 2, counted);
  expect(reads).toBe(2);
});
