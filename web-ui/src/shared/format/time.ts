const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const seconds = (from: string | number | Date, to: number) => Math.max(0, (to - new Date(from).getTime()) / 1000);

/** 14:05 */
export const clockTime = (instant: string): string =>
  new Date(instant).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

/** The exact one, for hovering. */
export const exactTime = (instant: string): string =>
  new Date(instant).toLocaleString([], { dateStyle: 'medium', timeStyle: 'medium' });

/** just now, 4 min ago, 3 h ago, 2 d ago */
export function ago(instant: string, now: number): string {
  const passed = seconds(instant, now);
  if (passed < MINUTE) return 'just now';
  return `${span(passed)} ago`;
}

/** 40 s, 4 min, 3 h, 2 d: the biggest unit that fits */
export function span(passed: number): string {
  if (passed < MINUTE) return `${Math.floor(passed)} s`;
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)} min`;
  return passed < DAY ? `${Math.floor(passed / HOUR)} h` : `${Math.floor(passed / DAY)} d`;
}

/** Since an instant: 12 min */
export const elapsed = (from: string, now: number): string => span(seconds(from, now));

/** Until an instant: 4 min; "now" when it has come */
export function until(instant: string, now: number): string {
  const left = (new Date(instant).getTime() - now) / 1000;
  return left <= 0 ? 'now' : span(left);
}

/** 1.4 s, 2 min 5 s, 1 h 10 min: how long something took */
export function duration(ms: number): string {
  const s = ms / 1000;
  if (s < 10) return `${s.toFixed(1)} s`;
  if (s < MINUTE) return `${Math.round(s)} s`;
  if (s < HOUR) return `${Math.floor(s / MINUTE)} min ${Math.round(s % MINUTE)} s`;
  return `${Math.floor(s / HOUR)} h ${Math.floor((s % HOUR) / MINUTE)} min`;
}

/** Orders two of the server's instants, which have up to nine decimals, or none. */
export function compareInstants(a: string, b: string): number {
  const difference = Date.parse(a) - Date.parse(b);
  if (difference !== 0) return difference;
  const [left, right] = [fraction(a), fraction(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

const fraction = (instant: string) => (/\.(\d+)/.exec(instant)?.[1] ?? '').padEnd(9, '0');

/** The begin of this day, here. */
export const midnight = (now: number): string => {
  const at = new Date(now);
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).toISOString();
};
