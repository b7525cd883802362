import { CircleCheck, MessageSquare } from 'lucide-react';
import { useState } from 'react';
import { tell } from '@/shared/api/client';
import { Button } from '@/shared/ui/button';
import { cn } from '@/shared/ui/cn';
import { Textarea } from '@/shared/ui/field';
import { Time } from '@/shared/ui/time';
import { refused } from '@/shared/ui/toast';
import { clearDraft, useDraft } from '@/shared/useDraft';
import { Changes_Comment, type ReviewComment } from './data';

export const Comment = ({ comment }: { comment: ReviewComment }) => (
  <div className={cn('rounded-md border bg-surface px-3 py-2 text-sm shadow-card', comment.resolved && 'opacity-70')}>
    <p className="flex flex-wrap items-center gap-x-2 text-xs text-muted">
      <MessageSquare className="size-3.5" />
      <span className="font-medium text-text">{comment.author}</span>
      {comment.trusted ? null : <span className="text-needs">may not write to the repository</span>}
      <Time at={comment.createdAt} className="text-faint" />
      {comment.resolved ? (
        <span className="ml-auto inline-flex items-center gap-1 text-done">
          <CircleCheck className="size-3.5" /> Handled by the agent
        </span>
      ) : (
        <span className="ml-auto text-needs">{comment.trusted ? 'Open: goes to the agent' : 'Open: told to the agent as information only'}</span>
      )}
    </p>
    <p className="mt-1 break-words whitespace-pre-wrap">{comment.text}</p>
  </div>
);

interface Props {
  card: string;
  path: string | null;
  line: number | null;
  close: () => void;
}

/** Writes a comment on a line, a file (no line) or the whole change (no path). */
export const CommentForm = ({ card, path, line, close }: Props) => {
  const name = `comment.${card}.${path ?? ''}.${line ?? ''}`;
  const [text, setText] = useDraft(name, '');
  const [busy, setBusy] = useState(false);
  const send = async () => {
    if (!text.trim() || busy) return;
    setBusy(true);
    try {
      await tell(Changes_Comment, { card, comment: { path, line, text: text.trim() } });
      setText('');
      clearDraft(name);
      close();
    } catch (error) {
      refused(error);
      setBusy(false);
    }
  };
  const where = path === null ? 'the whole change' : line === null ? path : `line ${line}`;
  return (
    <form
      className="flex flex-col gap-2 rounded-md border border-accent bg-surface p-2 shadow-card"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Textarea
        autoFocus
        aria-label={`Comment on ${where}`}
        placeholder="What should be different here?"
        rows={2}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void send();
          else if (event.key === 'Escape') close();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
        className="field-sizing-content min-h-14"
      />
      <div className="flex items-center justify-end gap-2">
        <span className="mr-auto text-xs text-faint">The agent gets it when you request changes.</span>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" look="primary" disabled={busy || !text.trim()}>
          Add comment
        </Button>
      </div>
    </form>
  );
};
