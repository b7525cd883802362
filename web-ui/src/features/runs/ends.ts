import type { Status } from '@/shared/cards/meaning';
import type { EndedRun } from './data';

/** How a run ended, and what that means to a person. */
const ENDS: Record<NonNullable<EndedRun['stopReason']>, Status> = {
  COMPLETED: { meaning: 'done', word: 'Completed' },
  MAX_ITERATIONS: { meaning: 'needs', word: 'Iteration limit reached' },
  MAX_COST: { meaning: 'needs', word: 'Budget reached' },
  MAX_RUNTIME: { meaning: 'needs', word: 'Time limit reached' },
  NO_PROGRESS: { meaning: 'needs', word: 'No progress' },
  CIRCUIT_BREAKER: { meaning: 'failed', word: 'Too many errors in a row' },
  USER_STOPPED: { meaning: 'waiting', word: 'Stopped by a person' },
  AUTH_FAILED: { meaning: 'needs', word: 'Login refused' },
  USAGE_LIMIT_EXHAUSTED: { meaning: 'waiting', word: 'Usage limit' },
  FAILED: { meaning: 'failed', word: 'Failed' },
};

export const endOf = ({ stopReason }: Pick<EndedRun, 'stopReason'>): Status => (stopReason ? ENDS[stopReason] : { meaning: 'waiting', word: 'Ended' });
