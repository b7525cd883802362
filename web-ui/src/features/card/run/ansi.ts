/** A piece of terminal output that looks the same throughout. */
export interface Span {
  text: string;
  /** 0 to 15 of the terminal's palette, or a colour for CSS. */
  color?: number | string;
  background?: number | string;
  bold?: boolean;
  dim?: boolean;
  italic?: boolean;
  underline?: boolean;
}

type Style = Omit<Span, 'text'>;

// Colours (ending in m) are kept; every other control sequence, titles and links are dropped.
const CONTROL = /\u001b\[([0-9;:?<=>]*)([@-~])|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[@-Z\\-_()#][0-9A-B]?|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** Terminal output as text with colours. Lines that were overwritten (progress bars) show what they said last. */
export function parseAnsi(output: string): Span[] {
  const text = overwritten(output);
  const spans: Span[] = [];
  let style: Style = {};
  let from = 0;
  const push = (to: number) => {
    if (to > from) spans.push({ text: text.slice(from, to), ...style });
  };
  for (const match of text.matchAll(CONTROL)) {
    push(match.index);
    from = match.index + match[0].length;
    if (match[2] === 'm') style = restyle(style, match[1] ?? '');
  }
  push(text.length);
  return spans;
}

const overwritten = (output: string): string =>
  output.includes('\r')
    ? output
        .replaceAll('\r\n', '\n')
        .split('\n')
        .map((line) => line.replace(/\r+$/, ''))
        .map((line) => line.slice(line.lastIndexOf('\r') + 1))
        .join('\n')
    : output;

function restyle(before: Style, parameters: string): Style {
  let style = { ...before };
  const codes = parameters.split(/[;:]/).map((code) => Number(code || 0));
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index] ?? 0;
    if (code === 38 || code === 48) {
      const [color, used] = extended(codes.slice(index + 1));
      index += used;
      style = code === 38 ? { ...style, color } : { ...style, background: color };
    } else {
      style = simple(style, code);
    }
  }
  return style;
}

function simple(style: Style, code: number): Style {
  if (code === 0) return {};
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 3) return { ...style, italic: true };
  if (code === 4) return { ...style, underline: true };
  if (code === 22) return { ...style, bold: undefined, dim: undefined };
  if (code === 23) return { ...style, italic: undefined };
  if (code === 24) return { ...style, underline: undefined };
  if (code === 39) return { ...style, color: undefined };
  if (code === 49) return { ...style, background: undefined };
  if (code >= 30 && code <= 37) return { ...style, color: code - 30 };
  if (code >= 90 && code <= 97) return { ...style, color: code - 90 + 8 };
  if (code >= 40 && code <= 47) return { ...style, background: code - 40 };
  if (code >= 100 && code <= 107) return { ...style, background: code - 100 + 8 };
  return style;
}

/** 5;n is one of 256, 2;r;g;b any colour. Returns how many numbers it took. */
function extended([kind, a = 0, b = 0, c = 0]: number[]): [number | string | undefined, number] {
  if (kind === 2) return [`rgb(${a} ${b} ${c})`, 4];
  if (kind !== 5) return [undefined, 1];
  if (a < 16) return [a, 2];
  if (a >= 232) return [`rgb(${Array(3).fill(8 + (a - 232) * 10).join(' ')})`, 2];
  const level = (n: number) => (n === 0 ? 0 : 55 + n * 40);
  const cube = a - 16;
  return [`rgb(${level(Math.floor(cube / 36))} ${level(Math.floor(cube / 6) % 6)} ${level(cube % 6)})`, 2];
}
