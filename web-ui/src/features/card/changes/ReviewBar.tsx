import { Check, MessageSquare, Undo2 } from 'lucide-react';
import { fireAsking } from '@/shared/cards/ask';
import { fire } from '@/shared/cards/actions';
import type { Card } from '@/shared/cards/card';
import { count } from '@/shared/format/numbers';
import { Button } from '@/shared/ui/button';

interface Props {
  card: Card;
  files: number;
  viewed: number;
  additions: number;
  deletions: number;
  open: number;
  split: boolean;
  setSplit: (split: boolean) => void;
  commentAll: () => void;
}

/** What the change is in numbers, how it is shown, and the decision: always in reach. */
export const ReviewBar = ({ card, files, viewed, additions, deletions, open, split, setSplit, commentAll }: Props) => {
  const may = (trigger: 'APPROVE_REVIEW' | 'REJECT_REVIEW') => card.allowedTriggers.includes(trigger);
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b px-3 py-1.5 text-xs text-muted sm:px-4">
      <span className="tabular-nums">
        {count(files, 'file')} <span className="text-done">+{additions}</span> <span className="text-failed">−{deletions}</span>
      </span>
      <span className="tabular-nums">
        {viewed} of {files} viewed
      </span>
      <span role="group" aria-label="How the change is shown" className="ml-auto hidden rounded-md border sm:inline-flex">
        {[false, true].map((each) => (
          <button
            key={String(each)}
            type="button"
            aria-pressed={split === each}
            onClick={() => setSplit(each)}
            className="h-6 px-2 first:rounded-l-md last:rounded-r-md aria-pressed:bg-hover aria-pressed:font-medium aria-pressed:text-text"
          >
            {each ? 'Split' : 'Unified'}
          </button>
        ))}
      </span>
      {may('REJECT_REVIEW') && (
        <>
          <Button look="ghost" operation="addReviewComment" onClick={commentAll} className="max-sm:ml-auto">
            <MessageSquare /> Comment
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
    </div>
  );
};
