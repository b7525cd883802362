import { structuredPatch } from 'diff';
import { kindOf, shortPath } from '@/shared/agents/tools';
import type { RunEvent } from '@/shared/feed/runLog';

export type ToolInput = Record<string, unknown>;

/** The input as the agent gave it: an object, or a text where it gave text. */
export function inputOf(call: RunEvent): ToolInput {
  const text = call.toolInput ?? '';
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as ToolInput) : { input: value };
  } catch {
    return text ? { command: text } : {};
  }
}

const TARGETS = [
  'command', 'file_path', 'filePath', 'absolute_path', 'notebook_path', 'path', 'pattern', 'query', 'url', 'description', 'prompt', 'subject', 'input',
];

/** What the tool was used on, in one line. */
export function targetOf(call: RunEvent): string {
  const input = inputOf(call);
  if (kindOf(call.toolName) === 'agent') return oneLine(input.description ?? input.prompt);
  if (Array.isArray(input.changes)) return input.changes.map((change) => oneLine((change as ToolInput).path)).join(', ');
  for (const name of TARGETS) {
    const value = input[name];
    if (Array.isArray(value)) return oneLine(value.join(' '));
    if (typeof value === 'string' && value.trim()) return oneLine(value);
  }
  return '';
}

export const commandOf = (call: RunEvent): string => {
  const command = inputOf(call).command ?? inputOf(call).cmd;
  return Array.isArray(command) ? command.join(' ') : typeof command === 'string' ? command : '';
};

const oneLine = (value: unknown): string => (typeof value === 'string' ? shortPath(value.trim().replaceAll(/\s+/g, ' ')).slice(0, 400) : '');

export interface DiffLine {
  sign: '+' | '-' | ' ' | '@';
  text: string;
}

/** What an edit did, line by line; null where the input does not tell. */
export function editLines(call: RunEvent): DiffLine[] | null {
  const input = inputOf(call);
  const edits = Array.isArray(input.edits) ? (input.edits as ToolInput[]) : [input];
  const lines = edits.flatMap((edit) => {
    const before = text(edit.old_string ?? edit.oldString ?? edit.old_str);
    const after = text(edit.new_string ?? edit.newString ?? edit.new_str);
    if (before !== null && after !== null) return diffLines(before, after);
    const whole = text(edit.content ?? edit.file_text);
    return whole === null ? [] : diffLines('', whole);
  });
  if (lines.length > 0) return lines;
  const patch = text(input.patchText ?? input.patch ?? input.input);
  return patch?.includes('*** ') ? patchLines(patch) : null;
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

export function diffLines(before: string, after: string): DiffLine[] {
  const hunks = structuredPatch('a', 'b', before, after, '', '', { context: 3 }).hunks;
  return hunks.flatMap((hunk, index) => [
    ...(index > 0 ? [{ sign: '@', text: '⋯' } as const] : []),
    ...hunk.lines.filter((line) => !line.startsWith('\\')).map(patchLine),
  ]);
}

const patchLines = (patch: string): DiffLine[] =>
  patch
    .split('\n')
    .filter((line) => !/^\*\*\* (Begin|End) Patch/.test(line))
    .map((line) => (line.startsWith('***') || line.startsWith('@@') ? { sign: '@', text: line.replace(/^\*\*\* /, '') } : patchLine(line)));

const patchLine = (line: string): DiffLine => {
  const sign = line.startsWith('+') ? '+' : line.startsWith('-') ? '-' : ' ';
  return { sign, text: line.slice(1) };
};

export const countLines = (lines: readonly DiffLine[]) => ({
  added: lines.filter((line) => line.sign === '+').length,
  removed: lines.filter((line) => line.sign === '-').length,
});
