const LONGEST_WAIT = 10_000;

/** How long to wait before attempt n, in milliseconds: doubling from half a second, with a spread so that tabs do not come in step. */
export function backoff(attempt: number, random = Math.random()): number {
  return Math.min(LONGEST_WAIT, 500 * 2 ** attempt) * (0.5 + random / 2);
}
