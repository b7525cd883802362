export type PeriodName = 'today' | '7d' | '30d' | 'custom';
export type Step = 'hour' | 'day' | 'week';

export interface Period {
  name: PeriodName;
  /** Full hours, so that what was asked once is not asked again a second later. */
  from: string;
  to: string;
  /** The first and the last day, as a date field has them. */
  firstDay: string;
  lastDay: string;
  /** How wide a bar of a chart is. */
  step: Step;
  /** What to ask the server for. Its days are those of UTC; hours can be put together to days of here. */
  bucket: 'HOUR' | 'DAY' | 'WEEK';
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const startOfDay = (at: Date, plusDays = 0): Date => new Date(at.getFullYear(), at.getMonth(), at.getDate() + plusDays);

/** 2026-11-23, here and not in UTC */
export const dayOf = (at: Date): string =>
  `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;

function parseDay(text: string | null): Date | null {
  if (!text || !/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  const at = new Date(`${text}T00:00:00`);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** The period that an address names; seven days when it names none, or nonsense. */
export function readPeriod(params: URLSearchParams, now: Date): Period {
  const name = params.get('period');
  if (name === 'today') return periodOf('today', startOfDay(now), now, now);
  if (name === '30d') return periodOf('30d', startOfDay(now, -29), now, now);
  const [from, to] = [parseDay(params.get('from')), parseDay(params.get('to'))];
  if (name === 'custom' && from && to) return periodOf('custom', from < to ? from : to, from < to ? to : from, now);
  return periodOf('7d', startOfDay(now, -6), now, now);
}

function periodOf(name: PeriodName, first: Date, last: Date, now: Date): Period {
  const soon = Math.ceil((now.getTime() + 1) / HOUR) * HOUR;
  const end = Math.max(first.getTime() + HOUR, Math.min(startOfDay(last, 1).getTime(), soon));
  const days = (end - first.getTime()) / DAY;
  const step = days <= 2 ? 'hour' : days <= 180 ? 'day' : 'week';
  const utc = first.getTimezoneOffset() === 0;
  const bucket = step === 'week' ? 'WEEK' : step === 'hour' || (!utc && days <= 62) ? 'HOUR' : 'DAY';
  return { name, from: first.toISOString(), to: new Date(end).toISOString(), firstDay: dayOf(first), lastDay: dayOf(last), step, bucket };
}
