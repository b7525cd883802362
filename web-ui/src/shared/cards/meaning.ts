import { clockTime } from '@/shared/format/time';
import type { Card } from './card';
import { STATE_NAMES } from './words';

/** The five meanings that colours have. They never mix: one card shows one. */
export type Meaning = 'running' | 'needs' | 'failed' | 'done' | 'waiting';

export interface Status {
  meaning: Meaning;
  word: string;
}

const BUSY_STATES = new Set(['TESTING', 'BUILDING', 'DEPLOYING', 'VERIFYING']);

/** What a card's state means to a person who glances at it, with the word that says it. */
export function statusOf(card: Pick<Card, 'state' | 'attention' | 'currentRun'>): Status {
  const run = card.currentRun;
  if (card.state === 'FAILED' || card.state === 'BUILD_FAILED') return { meaning: 'failed', word: STATE_NAMES[card.state] };
  if (card.attention) return { meaning: 'needs', word: 'Needs you' };
  switch (run?.state) {
    case 'RUNNING':
      return { meaning: 'running', word: card.state === 'ERROR_FIXING' ? 'Fixing' : 'Running' };
    case 'PARKED':
      return { meaning: 'waiting', word: run.parkedUntil ? `Parked until ${clockTime(run.parkedUntil)}` : 'Parked' };
    case 'PAUSED':
      return { meaning: 'waiting', word: 'Paused' };
    case 'QUEUED':
      return { meaning: 'waiting', word: 'Queued' };
    default:
  }
  if (card.state === 'COMPLETED') return { meaning: 'done', word: 'Completed' };
  if (BUSY_STATES.has(card.state)) return { meaning: 'running', word: STATE_NAMES[card.state] };
  return { meaning: 'waiting', word: STATE_NAMES[card.state] };
}
