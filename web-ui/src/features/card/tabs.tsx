import type { Card } from '@/shared/cards/card';
import { part, type Part } from '@/shared/part';

export type TabId = 'task' | 'run' | 'changes' | 'plan' | 'timeline' | 'prompt' | 'cost';

interface Tab {
  id: TabId;
  label: string;
  Body: Part<{ card: Card }>;
}

/** None is loaded with the board: the diff and the transcript are heavy. */
export const TABS: readonly [Tab, ...Tab[]] = [
  { id: 'task', label: 'Task', Body: part(async () => (await import('./task/TaskTab')).TaskTab) },
  { id: 'run', label: 'Run', Body: part(async () => (await import('./run/RunTab')).RunTab) },
  { id: 'changes', label: 'Changes', Body: part(async () => (await import('./changes/ChangesTab')).ChangesTab) },
  { id: 'plan', label: 'Plan', Body: part(async () => (await import('./plan/PlanTab')).PlanTab) },
  { id: 'timeline', label: 'Timeline', Body: part(async () => (await import('./timeline/TimelineTab')).TimelineTab) },
  { id: 'prompt', label: 'Prompt', Body: part(async () => (await import('./prompt/PromptTab')).PromptTab) },
  { id: 'cost', label: 'Cost', Body: part(async () => (await import('./cost/CostTab')).CostTab) },
];

/** What somebody who opens the card most likely came for. */
export function usualTab(card: Card): TabId {
  if (card.attention?.reason === 'PLAN_TO_APPROVE') return 'plan';
  if (card.attention?.reason === 'REVIEW_TO_GIVE') return 'changes';
  if (card.attention?.reason === 'CARD_FAILED' || card.attention?.reason === 'ACTION_FAILED') return 'timeline';
  return card.runs.length === 0 ? 'task' : 'run';
}
