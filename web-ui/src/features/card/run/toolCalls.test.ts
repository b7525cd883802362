import { expect, test } from 'vitest';
import { kindOf } from '@/shared/agents/tools';
import type { RunEvent } from '@/shared/feed/runLog';
import { commandOf, countLines, editLines, targetOf } from './toolCalls';

const call = (toolName: string, input: unknown): RunEvent => ({
  seq: 1, iteration: 1, at: '2026-01-01T10:00:00Z', kind: 'TOOL_CALL', parentToolId: null, text: null, toolId: 'a', toolName,
  toolInput: typeof input === 'string' ? input : JSON.stringify(input), toolOutput: null, isError: null, path: null, inputTokens: null,
  outputTokens: null, costUsd: null, resetsAt: null,
});

test.each([
  ['Write', 'edit'], ['replace', 'edit'], ['file_change', 'edit'], ['read_file', 'read'], ['run_shell_command', 'command'], ['command_execution', 'command'],
  ['Bash', 'command'], ['grep', 'search'], ['WebFetch', 'web'], ['Task', 'agent'], ['TodoWrite', 'todo'], ['check', 'check'], ['mcp__x__y', 'other'],
])('%s is of the kind %s, whichever agent calls it so', (name, kind) => {
  expect(kindOf(name)).toBe(kind);
});

test('the target is what a person would name', () => {
  expect(targetOf(call('Bash', { command: 'npm  test\n-- x', description: 'Test' }))).toBe('npm test -- x');
  expect(targetOf(call('Write', { file_path: '/home/me/.ringmaster/worktrees/p/1-card/src/a.ts', content: '' }))).toBe('src/a.ts');
  expect(targetOf(call('Task', { prompt: 'long', description: 'Find it' }))).toBe('Find it');
  expect(targetOf(call('file_change', { changes: [{ path: 'a' }, { path: 'b' }] }))).toBe('a, b');
  expect(targetOf(call('check', 'sh check.sh'))).toBe('sh check.sh');
  expect(targetOf(call('odd', { n: 1 }))).toBe('');
});

test('a command may be a line or a list', () => {
  expect(commandOf(call('shell', { command: ['ls', '-l'] }))).toBe('ls -l');
  expect(commandOf(call('check', 'sh check.sh'))).toBe('sh check.sh');
});

test('an edit is shown line by line', () => {
  const lines = editLines(call('Edit', { old_string: 'a\nb\nc\n', new_string: 'a\nB\nc\n' })) ?? [];
  expect(lines.map((line) => line.sign + line.text)).toEqual([' a', '-b', '+B', ' c']);
  expect(countLines(lines)).toEqual({ added: 1, removed: 1 });
});

test('several edits in one call are all shown; a new file is all added; a patch is shown as it is', () => {
  const edits = [{ old_string: 'a', new_string: 'b' }, { old_string: 'c', new_string: 'd' }];
  expect(countLines(editLines(call('MultiEdit', { edits })) ?? [])).toEqual({ added: 2, removed: 2 });
  expect(countLines(editLines(call('Write', { content: 'x\ny\n' })) ?? [])).toEqual({ added: 2, removed: 0 });
  const patch = '*** Begin Patch\n*** Update File: a.txt\n@@\n-old\n+new\n*** End Patch';
  expect(countLines(editLines(call('apply_patch', { input: patch })) ?? [])).toEqual({ added: 1, removed: 1 });
  expect(editLines(call('Edit', { path: 'only' }))).toBeNull();
});
