import { expect, test } from 'vitest';
import { parseAnsi } from './ansi';

const ESC = '\u001b';
const plain = (output: string) => parseAnsi(output).map((span) => span.text).join('');

test('colours begin and end where they say', () => {
  expect(parseAnsi(`a${ESC}[31mred${ESC}[0m b`)).toEqual([{ text: 'a' }, { text: 'red', color: 1 }, { text: ' b' }]);
});

test('styles add up, and are taken back one by one', () => {
  const [bold, both, underlined] = parseAnsi(`${ESC}[1mx${ESC}[4;92my${ESC}[22;39mz`);
  expect(bold).toMatchObject({ text: 'x', bold: true });
  expect(both).toMatchObject({ text: 'y', bold: true, underline: true, color: 10 });
  expect(underlined).toEqual({ text: 'z', underline: true });
});

test('one of 256 colours, and any colour', () => {
  expect(parseAnsi(`${ESC}[38;5;196mx`)[0]?.color).toBe('rgb(255 0 0)');
  expect(parseAnsi(`${ESC}[38;5;9mx`)[0]?.color).toBe(9);
  expect(parseAnsi(`${ESC}[48;5;255mx`)[0]?.background).toBe('rgb(238 238 238)');
  expect(parseAnsi(`${ESC}[38;2;1;2;3;1mx`)[0]).toEqual({ text: 'x', color: 'rgb(1 2 3)', bold: true });
});

test.each([
  ['moving the cursor', `${ESC}[2K${ESC}[1Gdone`],
  ['a window title', `${ESC}]0;title\u0007done`],
  ['a link', `${ESC}]8;;https://example.org${ESC}\\done${ESC}]8;;${ESC}\\`],
  ['a bell and a backspace', 'do\u0007\u0008ne'],
  ['hiding the cursor', `${ESC}[?25ldone${ESC}[?25h`],
])('%s leaves no trace', (_name, output) => {
  expect(plain(output)).toBe('done');
});

test('a progress bar shows what it said last', () => {
  expect(plain('10 %\r50 %\r100 %\nnext\r\nlast')).toBe('100 %\nnext\nlast');
});
