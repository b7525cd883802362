// What things are called, and how numbers and times are written.

export const COLUMNS = [
  { name: 'Draft', states: ['DRAFT'] },
  { name: 'Planning', states: ['PLANNING'] },
  { name: 'Coding', states: ['CODING'] },
  { name: 'Review', states: ['CODE_REVIEW'] },
  { name: 'Testing', states: ['TESTING'] },
  { name: 'Build', states: ['BUILD_QUEUE', 'BUILDING', 'BUILD_SUCCESS', 'BUILD_FAILED'] },
  { name: 'Deploy', states: ['DEPLOY_QUEUE', 'DEPLOYING', 'VERIFYING'] },
  { name: 'Done', states: ['COMPLETED', 'ARCHIVED'] },
];

export const STATES = {
  DRAFT: 'Draft', PLANNING: 'Planning', CODING: 'Coding', CODE_REVIEW: 'In review', TESTING: 'Testing',
  BUILD_QUEUE: 'Waiting for the build', BUILDING: 'Building', BUILD_SUCCESS: 'Built', BUILD_FAILED: 'Build failed',
  DEPLOY_QUEUE: 'Waiting for the deployment', DEPLOYING: 'Deploying', VERIFYING: 'Verifying', COMPLETED: 'Completed',
  ERROR_FIXING: 'Fixing', ARCHIVED: 'Archived', FAILED: 'Failed',
};

export const TRIGGERS = {
  START_PLANNING: 'Start planning', START_CODING: 'Start coding', APPROVE_PLAN: 'Approve plan', REJECT_PLAN: 'Reject plan',
  APPROVE_REVIEW: 'Approve', REJECT_REVIEW: 'Request changes', RETRY: 'Retry', CANCEL: 'Cancel card', ARCHIVE: 'Archive',
  UNARCHIVE: 'Unarchive',
};

export const ATTENTION = {
  PLAN_TO_APPROVE: 'Plan to approve', REVIEW_TO_GIVE: 'Review to give', LIMIT_REACHED: 'Limit reached',
  BUDGET_REACHED: 'Budget reached', LOGIN_NEEDED: 'Log in again', NO_PROGRESS: 'No progress', ACTION_FAILED: 'Action failed',
  CARD_FAILED: 'Card failed', STOPPED: 'Stopped',
};

export const STOPS = {
  COMPLETED: 'completed', MAX_ITERATIONS: 'iteration limit reached', MAX_COST: 'cost limit reached',
  MAX_RUNTIME: 'time limit reached', NO_PROGRESS: 'no progress', CIRCUIT_BREAKER: 'too many errors in a row',
  USER_STOPPED: 'stopped by a person', AUTH_FAILED: 'login refused', USAGE_LIMIT_EXHAUSTED: 'usage limit exhausted',
  FAILED: 'failed',
};

export const label = (table, name) => table[name] || sentence(name);

function sentence(name) {
  const words = String(name).toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The column of a card: one that fails or is fixed stays where it failed. */
export function columnOf(card) {
  const failedIn = [...(card.errors || [])].reverse().map((error) => error.sourceState);
  const candidates = [card.state, ...(['ERROR_FIXING', 'FAILED'].includes(card.state) ? [card.previousState, ...failedIn] : [])];
  for (const state of candidates) {
    const column = COLUMNS.find((candidate) => candidate.states.includes(state));
    if (column) return column;
  }
  return COLUMNS[2];
}

/** One of the five meanings, with its sign and word. */
export function meaningOf(card) {
  const run = card.currentRun;
  if (card.state === 'FAILED' || card.state === 'BUILD_FAILED') return { name: 'failed', sign: '✕', word: label(STATES, card.state) };
  if (card.attention) return { name: 'needs', sign: '!', word: 'Needs you' };
  if (run?.state === 'PARKED') return { name: 'waiting', sign: '‖', word: run.parkedUntil ? `Parked until ${clock(run.parkedUntil)}` : 'Parked' };
  if (run?.state === 'PAUSED') return { name: 'waiting', sign: '‖', word: 'Paused' };
  if (run?.state === 'QUEUED') return { name: 'waiting', sign: '…', word: 'Queued' };
  if (run?.state === 'RUNNING') return { name: 'running', sign: '⟳', word: 'Running' };
  if (card.state === 'COMPLETED') return { name: 'done', sign: '✓', word: 'Completed' };
  if (['TESTING', 'BUILDING', 'DEPLOYING', 'VERIFYING'].includes(card.state)) return { name: 'running', sign: '⟳', word: label(STATES, card.state) };
  return { name: 'waiting', sign: '·', word: label(STATES, card.state) };
}

export const isOpen = (run) => Boolean(run) && run.state !== 'FINISHED';

export const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** All runs of a card, in USD. */
export const costOf = (card) => sum(card.runs.map((run) => Number(run.costUsd || 0)));

export function money(value) {
  const amount = Number(value || 0);
  return '$' + amount.toFixed(amount > 0 && amount < 1 ? 4 : 2);
}

export function tokens(value) {
  const count = Number(value || 0);
  if (count < 1000) return String(count);
  return count < 1e6 ? (count / 1e3).toFixed(1) + 'k' : (count / 1e6).toFixed(1) + 'M';
}

export const clock = (instant) => new Date(instant).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

export const exactly = (instant) => new Date(instant).toLocaleString();

export function ago(instant) {
  const seconds = Math.max(0, (Date.now() - new Date(instant).getTime()) / 1000);
  if (seconds < 60) return 'just now';
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ago`;
  return seconds < 86400 ? `${Math.floor(seconds / 3600)} h ago` : `${Math.floor(seconds / 86400)} d ago`;
}
