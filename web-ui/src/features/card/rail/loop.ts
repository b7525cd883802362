import type { Card } from '@/shared/cards/card';

/** States in which an agent works in a loop. */
const LOOPS = new Set<Card['state']>(['PLANNING', 'CODING', 'ERROR_FIXING']);

/** Whether `startLoop` would start one: the card is in a state for it, has no run, and does not wait for a decision instead. */
export const mayStart = (card: Card): boolean =>
  card.currentRun === null && card.attention?.reason !== 'PLAN_TO_APPROVE' && (LOOPS.has(card.state) || card.state === 'DRAFT');

export interface Limits {
  maxIterations: number;
  maxRuntimeSeconds: number;
  maxCostUsd: number;
}

/** What to offer when a limit was reached: twice of what was too little, the rest as it is. */
export function raised(limits: Limits, stop: string | null | undefined): Limits {
  return {
    maxIterations: stop === 'MAX_ITERATIONS' ? limits.maxIterations * 2 : limits.maxIterations,
    maxRuntimeSeconds: stop === 'MAX_RUNTIME' ? limits.maxRuntimeSeconds * 2 : limits.maxRuntimeSeconds,
    maxCostUsd: stop === 'MAX_COST' ? limits.maxCostUsd * 2 : limits.maxCostUsd,
  };
}
