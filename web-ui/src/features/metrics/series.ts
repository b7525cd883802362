import { startOfDay, type Step } from './period';

export interface Point {
  at: string;
  costUsd: number;
  inputTokens: number;
  outputTokens: number;
}

export interface Series {
  key: string;
  points: readonly Point[];
}

/** One bar: its beginning, and the height of each part, in the order of the names. */
export interface Bar {
  at: number;
  parts: number[];
}

export interface Stack {
  names: string[];
  /** Of which series each part is; null for what several share. */
  keys: (string | null)[];
  /** Whether a part used something that has no price: then a cost of nothing is not known to be nothing. */
  unpriced: boolean[];
  bars: Bar[];
}

/** More parts than this cannot be told apart; what is over is one part. */
const MOST_PARTS = 6;

/** Series as bars on top of each other. The server sends the most expensive series first; that order stays. */
export function stackOf(series: readonly Series[], step: Step, measure: (point: Point) => number, nameOf: (key: string) => string, isUnpriced: (key: string) => boolean = () => false): Stack {
  const shown = series.length > MOST_PARTS ? series.slice(0, MOST_PARTS - 1) : series;
  const names = shown.map(({ key }) => nameOf(key));
  const keys: (string | null)[] = shown.map(({ key }) => key);
  const unpriced = shown.map(({ key }) => isUnpriced(key));
  if (shown.length < series.length) {
    names.push(`${series.length - shown.length} others`);
    keys.push(null);
    unpriced.push(series.slice(shown.length).some(({ key }) => isUnpriced(key)));
  }
  const bars = new Map<number, number[]>();
  series.forEach(({ points }, index) => {
    const part = Math.min(index, names.length - 1);
    for (const point of points) {
      const at = step === 'day' ? startOfDay(new Date(point.at)).getTime() : Date.parse(point.at);
      const parts = bars.get(at) ?? names.map(() => 0);
      parts[part] = (parts[part] ?? 0) + measure(point);
      bars.set(at, parts);
    }
  });
  return { names, keys, unpriced, bars: [...bars].map(([at, parts]) => ({ at, parts })).sort((a, b) => a.at - b.at) };
}

/** The words for one part: nothing that was used without a price is never shown as free. */
export const partWords = (stack: Stack, part: number, value: number, format: (value: number) => string): string =>
  stack.unpriced[part] ? (value === 0 ? 'no price' : `${format(value)} + unpriced`) : format(value);

export const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

const WORDS: Record<Step, Intl.DateTimeFormatOptions> = {
  hour: { weekday: 'short', hour: '2-digit', minute: '2-digit' },
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  week: { day: 'numeric', month: 'short', year: 'numeric' },
};

/** Mon, 23 Nov */
export const barName = (at: number, step: Step): string => (step === 'week' ? 'Week of ' : '') + new Date(at).toLocaleString('en-GB', WORDS[step]);

/** For the axis, where there is little room. */
export const barTick = (at: number, step: Step): string =>
  new Date(at).toLocaleString('en-GB', step === 'hour' ? { hour: '2-digit', minute: '2-digit' } : { day: 'numeric', month: 'short' });
