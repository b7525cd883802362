import { expect, test } from 'vitest';
import type { RunEvent } from '@/shared/feed/runLog';
import { firstOf, Transcript } from './transcript';

let at = 0;
const event = (seq: number, kind: RunEvent['kind'], wishes: Partial<RunEvent> = {}): RunEvent => ({
  seq, iteration: 1, at: new Date(Date.UTC(2026, 0, 1) + 1000 * at++).toISOString(), kind, parentToolId: null, text: 'text', toolId: null,
  toolName: null, toolInput: null, toolOutput: null, isError: null, path: null, inputTokens: null, outputTokens: null, costUsd: null,
  resetsAt: null, ...wishes,
});

const call = (seq: number, toolId: string, wishes: Partial<RunEvent> = {}) => event(seq, 'TOOL_CALL', { toolId, toolName: 'Bash', ...wishes });
const result = (seq: number, toolId: string, wishes: Partial<RunEvent> = {}) => event(seq, 'TOOL_RESULT', { toolId, toolOutput: 'out', ...wishes });

const shown = (transcript: Transcript, events: RunEvent[]) => events.filter((each) => !transcript.hidden(each)).map((each) => each.seq);

test('a call, its answer and the file it changed are one row', () => {
  const transcript = new Transcript();
  const events = [call(1, 'a'), result(2, 'a', { isError: true }), event(3, 'FILE_CHANGED', { toolId: 'a', path: 'x.txt' })];

  transcript.take(events);

  expect(shown(transcript, events)).toEqual([1]);
  const use = transcript.useOf(events[0] as RunEvent);
  expect(use?.result?.isError).toBe(true);
  expect([...(use?.files ?? [])]).toEqual(['x.txt']);
});

test('an answer whose call is on a page that was not read yet stands for itself, until the call comes', () => {
  const transcript = new Transcript();
  const answer = result(201, 'a');
  transcript.take([answer]);
  expect(transcript.hidden(answer)).toBe(false);

  const touched = transcript.take([call(200, 'a')]);

  expect(transcript.hidden(answer)).toBe(true);
  expect(touched).toContain(201);
});

test('the same page read twice changes nothing', () => {
  const transcript = new Transcript();
  const events = [call(1, 'a'), event(2, 'ASSISTANT_TEXT', { parentToolId: 'a' }), result(3, 'a')];
  transcript.take(events);
  transcript.take(events);

  expect(shown(transcript, events)).toEqual([1, 2]);
  expect(transcript.useOf(events[0] as RunEvent)?.steps.size).toBe(1);
});

test('an agent that counts its tools anew in each iteration has different tools in each', () => {
  const transcript = new Transcript();
  const [first, second] = [call(1, 'tool_1'), call(10, 'tool_1', { iteration: 2 })];
  transcript.take([first, second, result(11, 'tool_1', { iteration: 2 })]);

  expect(transcript.useOf(first)?.result).toBeUndefined();
  expect(transcript.useOf(second)?.result?.seq).toBe(11);
});

test('what a sub-agent does is nested, and folds with all that is below it', () => {
  const transcript = new Transcript();
  const outer = call(1, 'outer', { toolName: 'Task' });
  const inner = call(2, 'inner', { toolName: 'Task', parentToolId: 'outer' });
  const deep = event(3, 'ASSISTANT_TEXT', { parentToolId: 'inner' });
  const after = event(4, 'ASSISTANT_TEXT');
  const events = [outer, inner, deep, after];
  transcript.take(events);
  expect(events.map((each) => transcript.depth(each))).toEqual([0, 1, 2, 0]);

  const hidden = transcript.fold(outer, true);

  expect(shown(transcript, events)).toEqual([1, 4]);
  expect(hidden.sort()).toEqual([2, 3]);
  transcript.reveal(deep);
  expect(shown(transcript, events)).toEqual([1, 2, 3, 4]);
});

test('tools that name each other as their parent end nothing in a circle', () => {
  const transcript = new Transcript();
  const [one, two] = [call(1, 'a', { parentToolId: 'b' }), call(2, 'b', { parentToolId: 'a' })];
  transcript.take([one, two]);

  expect(transcript.depth(one)).toBeLessThanOrEqual(2);
  transcript.fold(one, true);
  expect(transcript.hidden(two)).toBe(true);
});

test.each(['USAGE', 'CHECKPOINT', 'SESSION_ENDED'] as const)('%s is told by the rule at the end of its iteration', (kind) => {
  expect(new Transcript().hidden(event(1, kind))).toBe(true);
});

test('a session that ended with an error says so', () => {
  expect(new Transcript().hidden(event(1, 'SESSION_ENDED', { isError: true }))).toBe(false);
});

test('the first event of an iteration is found by looking at few', async () => {
  let looks = 0;
  const iterationAt = async (seq: number) => {
    looks++;
    return seq < 30_000 ? 1 : seq < 77_777 ? 2 : 3;
  };

  expect(await firstOf(2, 100_000, iterationAt)).toBe(30_000);
  expect(await firstOf(3, 100_000, iterationAt)).toBe(77_777);
  expect(await firstOf(1, 100_000, iterationAt)).toBe(1);
  expect(looks).toBeLessThan(60);
});
