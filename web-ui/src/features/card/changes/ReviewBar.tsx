import { Check, MessageSquare, Undo2 } from 'lucide-react';
import { fireAsking } from '@/shared/cards/ask';
import { fire } from '@/shared/cards/actions';
import type { Card } from '@/shared/cards/card';
import { count } from '@/shared/format/numbers';
import { Button } from '@/shared/ui/button';
import { Choice } from '@/shared/ui/choice';
import type { Since } from './data';

interface Props {
  card: Card;
  files: number;
  viewed: number;
  additions: number;
  deletions: number;
  open: number;
  /** What the branch is compared with; null where there is no choice. */
  since: Since | null;
  setSince: (since: Since) => void;
  split: boolean;
  setSplit: (split: boolean) => void;
  commentAll: () => void;
}

const SINCES = [
  { value: 'BASE', name: 'All changes' },
  { value: 'REVIEW', name: 'Since review' },
] as const;

const VIEWS = [
  { value: 'unified', name: 'Unified' },
  { value: 'split', name: 'Split' },
] as const;

/** What the change is in numbers, how it is shown, and the decision: always in reach. */
export const ReviewBar = ({ card, files, viewed, additions, deletions, open, since, setSince, split, setSplit, commentAll }: Props) => {
  const may = (trigger: 'APPROVE_REVIEW' | 'REJECT_REVIEW') => card.allowedTriggers.includes(trigger);
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b px-3 py-1.5 text-xs text-muted sm:px-4">
      <span className="tabular-nums">
        {count(files, 'file')} <span className="text-done">+{additions}</span> <span className="text-failed">−{deletions}</span>
      </span>
      <span className="tabular-nums">
        {viewed} of {files} viewed
      </span>
      {since && <Choice name="Compared with" value={since} options={SINCES} onChange={setSince} small />}
      <span className="hidden sm:inline-flex">
        <Choice name="How the change is shown" value={split ? 'split' : 'unified'} options={VIEWS} onChange={(view) => setSplit(view === 'split')} small />
      </span>
      {/* The decision stays together when the bar has to break. */}
      <span className="ml-auto flex items-center gap-1.5">
      {may('REJECT_REVIEW') && (
        <>
          <Button look="ghost" size="icon" operation="addReviewComment" onClick={commentAll} aria-label="Comment" title="Comment on the whole change">
            <MessageSquare />
          </Button>
          {/* With comments there is nothing more to ask; without, the agent must be told what is wanted. */}
          <Button operation="fire" onClick={() => (open > 0 ? void fire(card, 'REJECT_REVIEW') : fireAsking(card, 'REJECT_REVIEW'))}>
            <Undo2 /> Request changes{open > 0 && ` (${open})`}
          </Button>
        </>
      )}
      {may('APPROVE_REVIEW') && (
        <Button look="primary" operation="fire" onClick={() => fireAsking(card, 'APPROVE_REVIEW')}>
          <Check /> Approve
        </Button>
      )}
      </span>
    </div>
  );
};
