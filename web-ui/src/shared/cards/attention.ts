import { routes } from '@/shared/routes';
import type { Card } from './card';
import type { AttentionReason, Trigger } from './card';

/** What a person does about a card that needs them: look at something, or do it right here. */
export type AttentionAction =
  | { kind: 'open'; label: string; to: string }
  | { kind: 'fire'; label: string; trigger: Trigger }
  | { kind: 'continue'; label: string };

const TABS: Record<AttentionReason, { label: string; tab: string }> = {
  PLAN_TO_APPROVE: { label: 'Read plan', tab: 'plan' },
  REVIEW_TO_GIVE: { label: 'Review changes', tab: 'changes' },
  LIMIT_REACHED: { label: 'Raise limit…', tab: 'run' },
  BUDGET_REACHED: { label: 'Raise budget…', tab: 'run' },
  LOGIN_NEEDED: { label: 'Log in again', tab: 'run' },
  NO_PROGRESS: { label: 'Give a hint…', tab: 'run' },
  ACTION_FAILED: { label: 'See what failed', tab: 'timeline' },
  CARD_FAILED: { label: 'See what failed', tab: 'timeline' },
  STOPPED: { label: 'Go on', tab: 'run' },
};

/** What is decided in a dialog, which opens with the card. */
const ASKED = new Set<AttentionReason>(['LIMIT_REACHED', 'BUDGET_REACHED', 'NO_PROGRESS']);

export function attentionAction(card: Card): AttentionAction | null {
  const reason = card.attention?.reason;
  if (!reason) return null;
  if (reason === 'LOGIN_NEEDED') return { kind: 'open', label: 'Log in again', to: routes.agents() };
  if (reason === 'STOPPED') return { kind: 'continue', label: 'Go on' };
  if (reason === 'CARD_FAILED' && card.allowedTriggers.includes('RETRY')) return { kind: 'fire', label: 'Try again', trigger: 'RETRY' };
  const { label, tab } = TABS[reason];
  return { kind: 'open', label, to: routes.card(card.projectId, card.id, tab) + (ASKED.has(reason) ? '&decide=now' : '') };
}
