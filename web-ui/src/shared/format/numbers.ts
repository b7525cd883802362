/** $12.40; under a dollar four decimals, so that small runs do not look free. */
export function money(usd: number): string {
  const digits = usd > 0 && usd < 1 ? 4 : 2;
  return '$' + usd.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** 950, 12.3k, 4.1M */
export function tokens(count: number): string {
  if (count < 1000) return String(count);
  return count < 1e6 ? `${(count / 1e3).toFixed(1)}k` : `${(count / 1e6).toFixed(1)}M`;
}

export const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;

export const percent = (share: number): string => `${Math.round(share * 100)} %`;
