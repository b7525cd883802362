import { lazy, type ComponentType } from 'react';
import type { Card } from '@/shared/cards/card';

export type TabId = 'task' | 'run' | 'changes' | 'plan' | 'timeline' | 'prompt' | 'cost';

interface Tab {
  id: TabId;
  label: string;
  Body: ComponentType<{ card: Card }>;
}

/** Each tab is loaded when it is opened: the diff and the transcript are heavy. */
export const TABS: readonly [Tab, ...Tab[]] = [
  { id: 'task', label: 'Task', Body: lazy(async () => ({ default: (await import('./task/TaskTab')).TaskTab })) },
  { id: 'run', label: 'Run', Body: lazy(async () => ({ default: (await import('./run/RunTab')).RunTab })) },
  { id: 'changes', label: 'Changes', Body: lazy(async () => ({ default: (await import('./changes/ChangesTab')).ChangesTab })) },
  { id: 'plan', label: 'Plan', Body: lazy(async () => ({ default: (await import('./plan/PlanTab')).PlanTab })) },
  { id: 'timeline', label: 'Timeline', Body: lazy(async () => ({ default: (await import('./timeline/TimelineTab')).TimelineTab })) },
  { id: 'prompt', label: 'Prompt', Body: lazy(async () => ({ default: (await import('./prompt/PromptTab')).PromptTab })) },
  { id: 'cost', label: 'Cost', Body: lazy(async () => ({ default: (await import('./cost/CostTab')).CostTab })) },
];

/** What somebody who opens the card most likely came for. */
export function usualTab(card: Card): TabId {
  if (card.attention?.reason === 'PLAN_TO_APPROVE') return 'plan';
  if (card.attention?.reason === 'REVIEW_TO_GIVE') return 'changes';
  if (card.attention?.reason === 'CARD_FAILED' || card.attention?.reason === 'ACTION_FAILED') return 'timeline';
  return card.runs.length === 0 ? 'task' : 'run';
}
