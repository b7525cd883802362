/** $12.40; under a dollar four decimals, so that small runs do not look free. */
export function money(usd: number): string {
  const digits = usd > 0 && usd < 1 ? 4 : 2;
  return '$' + usd.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export interface Spent {
  costUsd: number;
  /** Tokens that nobody knows a price for: they are in no sum, and not free. */
  unpricedTokens: number;
}

export const isSpent = ({ costUsd, unpricedTokens }: Spent): boolean => costUsd > 0 || unpricedTokens > 0;

/** $12.40, $12.40+ where some of the work has no price, and "no price" where none of it has. */
export function spentWords({ costUsd, unpricedTokens }: Spent): string {
  if (unpricedTokens === 0) return money(costUsd);
  return costUsd === 0 ? 'no price' : `${money(costUsd)}+`;
}

/** 950, 12.3k, 4.1M */
export function tokens(count: number): string {
  if (count < 1000) return String(count);
  return count < 1e6 ? `${(count / 1e3).toFixed(1)}k` : `${(count / 1e6).toFixed(1)}M`;
}

export const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;

export const percent = (share: number): string => `${Math.round(share * 100)} %`;
