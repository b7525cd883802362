import type { AttentionReason, CardState, Trigger } from './card';

export const STATE_NAMES: Record<CardState, string> = {
  DRAFT: 'Draft',
  PLANNING: 'Planning',
  CODING: 'Coding',
  CODE_REVIEW: 'In review',
  TESTING: 'Testing',
  BUILD_QUEUE: 'Waiting for the build',
  BUILDING: 'Building',
  BUILD_SUCCESS: 'Built',
  BUILD_FAILED: 'Build failed',
  DEPLOY_QUEUE: 'Waiting for the deploy',
  DEPLOYING: 'Deploying',
  VERIFYING: 'Verifying',
  COMPLETED: 'Completed',
  ERROR_FIXING: 'Fixing',
  ARCHIVED: 'Archived',
  FAILED: 'Failed',
};

/** What a person can fire, as a verb on a button. The server fires the others by itself. */
const TRIGGER_NAMES: Partial<Record<Trigger, string>> = {
  START_PLANNING: 'Start planning',
  START_CODING: 'Start coding',
  APPROVE_PLAN: 'Approve plan',
  REJECT_PLAN: 'Reject plan',
  APPROVE_REVIEW: 'Approve changes',
  REJECT_REVIEW: 'Request changes',
  RETRY: 'Try again',
  CANCEL: 'Back to draft',
  ARCHIVE: 'Archive',
  UNARCHIVE: 'Unarchive',
};

/** What has just happened, for the toast. */
const TRIGGER_DONE: Partial<Record<Trigger, string>> = {
  START_PLANNING: 'is being planned',
  START_CODING: 'is being coded',
  APPROVE_PLAN: ': plan approved',
  REJECT_PLAN: ': plan rejected',
  APPROVE_REVIEW: ': changes approved',
  REJECT_REVIEW: ': changes requested',
  RETRY: 'is tried again',
  CANCEL: 'is back in draft',
  ARCHIVE: 'is archived',
  UNARCHIVE: 'is back in draft',
};

export const ATTENTION_NAMES: Record<AttentionReason, string> = {
  PLAN_TO_APPROVE: 'Plan to approve',
  REVIEW_TO_GIVE: 'Review to give',
  LIMIT_REACHED: 'Limit reached',
  BUDGET_REACHED: 'Budget reached',
  LOGIN_NEEDED: 'Log in again',
  NO_PROGRESS: 'No progress',
  ACTION_FAILED: 'Action failed',
  CARD_FAILED: 'Card failed',
  STOPPED: 'Stopped',
};

/** RATE_LIMIT → Rate limit. */
export function sentence(name: string): string {
  const words = name.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const triggerName = (trigger: Trigger): string => TRIGGER_NAMES[trigger] ?? sentence(trigger);

export function triggerDone(number: number, trigger: Trigger): string {
  const words = TRIGGER_DONE[trigger] ?? `: ${sentence(trigger).toLowerCase()}`;
  return `#${number}${words.startsWith(':') ? '' : ' '}${words}`;
}

/** The same of several cards: "3 cards are archived". */
export const triggerDoneTo = (cards: number, trigger: Trigger): string =>
  `${cards} cards ${(TRIGGER_DONE[trigger] ?? `: ${sentence(trigger).toLowerCase()}`).replace(/^is /, 'are ')}`.replace(' :', ':');

export const triggerByPerson = (trigger: Trigger): boolean => trigger in TRIGGER_NAMES;
