import { sentence } from '@/shared/cards/words';
import type { RunData } from './runs';

interface Outcome {
  word: string;
  text: string;
}

const OUTCOMES: Record<string, Outcome> = {
  WORKING: { word: 'went on working', text: 'text-muted' },
  COMPLETED: { word: 'done, confirmed by the server', text: 'text-done' },
  EVIDENCE_MISSING: { word: 'said it was done, the evidence disagrees', text: 'text-needs' },
  RATE_LIMITED: { word: 'reached a usage limit', text: 'text-waiting' },
  AUTH_FAILED: { word: 'login refused', text: 'text-failed' },
  ERROR: { word: 'failed', text: 'text-failed' },
  KILLED: { word: 'was killed', text: 'text-failed' },
  LOST: { word: 'process lost', text: 'text-failed' },
  STOPPED: { word: 'stopped', text: 'text-waiting' },
  CONDENSED: { word: 'condensed the history', text: 'text-muted' },
  HUNG: { word: 'silent for too long', text: 'text-failed' },
};

export const outcomeOf = (name: string | null | undefined): Outcome =>
  OUTCOMES[name ?? ''] ?? (name ? { word: sentence(name).toLowerCase(), text: 'text-muted' } : { word: 'at work', text: 'text-running' });

const STOPS: Record<NonNullable<RunData['stopReason']>, string> = {
  COMPLETED: 'Completed',
  MAX_ITERATIONS: 'Stopped: iteration limit reached',
  MAX_COST: 'Stopped: budget reached',
  MAX_RUNTIME: 'Stopped: time limit reached',
  NO_PROGRESS: 'Stopped: no progress',
  CIRCUIT_BREAKER: 'Stopped: too many errors in a row',
  USER_STOPPED: 'Stopped by a person',
  AUTH_FAILED: 'Stopped: login refused',
  USAGE_LIMIT_EXHAUSTED: 'Stopped: usage limit',
  FAILED: 'Failed',
};

const STATES: Record<RunData['state'], string> = {
  QUEUED: 'Queued',
  RUNNING: 'Running',
  PAUSED: 'Paused',
  PARKED: 'Parked',
  FINISHED: 'Finished',
};

export const runWord = (run: Pick<RunData, 'state' | 'stopReason'>): string =>
  run.state === 'FINISHED' && run.stopReason ? STOPS[run.stopReason] : STATES[run.state];
