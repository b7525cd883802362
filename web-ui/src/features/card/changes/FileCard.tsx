import { ChevronRight, MessageSquarePlus } from 'lucide-react';
import { Suspense, useState } from 'react';
import { count } from '@/shared/format/numbers';
import { part } from '@/shared/part';
import { Button } from '@/shared/ui/button';
import { cn } from '@/shared/ui/cn';
import { CopyButton } from '@/shared/ui/copy';
import { Skeleton } from '@/shared/ui/skeleton';
import { Comment, CommentForm } from './Comments';
import type { FileDiff, ReviewComment } from './data';
import { StatusLetter } from './FileTree';

const DiffTable = part(async () => (await import('./DiffTable')).DiffTable);

/** Lines of change that are shown without asking. */
const MANY = 800;

interface Props {
  card: string;
  file: FileDiff;
  split: boolean;
  comments: readonly ReviewComment[];
  viewed: boolean;
  setViewed: (viewed: boolean) => void;
  writing: boolean;
}

/** One changed file: folded when it was viewed, or is too large or binary to be read. */
export const FileCard = ({ card, file, split, comments, viewed, setViewed, writing }: Props) => {
  const size = file.additions + file.deletions;
  const unreadable = file.patch === '';
  const [open, setOpen] = useState(!viewed && size <= MANY && !unreadable);
  const [line, setLine] = useState<number | null | undefined>(undefined);
  const lines = [...comments.flatMap((comment) => (comment.line === null ? [] : [comment.line])), ...(line == null ? [] : [line])];
  const shownBelow = (at: number) => (
    <div className="flex flex-col gap-2 border-y bg-sunken px-3 py-2">
      {comments.filter((comment) => comment.line === at).map((comment) => <Comment key={comment.id} comment={comment} />)}
      {line === at && <CommentForm card={card} path={file.path} line={at} close={() => setLine(undefined)} />}
    </div>
  );
  const onFile = comments.filter((comment) => comment.line === null || !hasLine(file, comment.line));
  return (
    <section id={`file-${file.path}`} aria-label={file.path} className="scroll-mt-12 overflow-clip rounded-md border bg-surface">
      <header className={cn('sticky top-0 z-[5] flex min-h-9 items-center gap-2 bg-surface px-2 py-1 text-xs', open && 'border-b')}>
        <button type="button" aria-expanded={open} aria-label={`${open ? 'Fold' : 'Open'} ${file.path}`} onClick={() => setOpen(!open)} className="rounded p-1 hover:bg-hover">
          <ChevronRight className={cn('size-3.5 text-faint transition-transform', open && 'rotate-90')} />
        </button>
        <StatusLetter status={file.status} />
        <h3 className="min-w-0 font-mono break-all">
          {file.oldPath && file.oldPath !== file.path && <span className="text-faint">{file.oldPath} → </span>}
          {file.path}
        </h3>
        <CopyButton text={file.path} label="Copy path" className="hidden size-5 sm:inline-flex" />
        <span className="ml-auto shrink-0 tabular-nums">
          <span className="text-done">+{file.additions}</span> <span className="text-failed">−{file.deletions}</span>
        </span>
        {writing && (
          <Button look="ghost" size="icon-sm" aria-label={`Comment on ${file.path}`} title="Comment on the file" onClick={() => setLine(null)} className="hidden sm:inline-flex">
            <MessageSquarePlus />
          </Button>
        )}
        <label className="flex shrink-0 items-center gap-1.5 rounded px-1 text-muted select-none hover:text-text">
          <input
            type="checkbox"
            checked={viewed}
            onChange={(event) => {
              setViewed(event.target.checked);
              setOpen(!event.target.checked && !unreadable);
            }}
            className="accent-accent-solid"
          />
          Viewed
        </label>
      </header>
      {(onFile.length > 0 || line === null) && (
        <div className="flex flex-col gap-2 border-b bg-sunken px-3 py-2">
          {onFile.map((comment) => <Comment key={comment.id} comment={comment} />)}
          {line === null && <CommentForm card={card} path={file.path} line={null} close={() => setLine(undefined)} />}
        </div>
      )}
      {open && (
        <div className="overflow-x-auto">
          <Suspense fallback={<Skeleton className="m-3 h-24" />}>
            <DiffTable file={file} split={split} below={shownBelow} lines={lines} comment={(at) => writing && setLine(at)} />
          </Suspense>
          {file.truncated && <p className="border-t px-3 py-1.5 text-xs text-needs">The patch is cut here: it is larger than the server sends. Read the rest on the branch.</p>}
        </div>
      )}
      {!open && !viewed && (
        <p className="border-t px-3 py-2 text-xs text-muted">
          {unreadable ? (file.truncated ? 'Too large to be shown: read it on the branch.' : 'Binary, or without a change of text.') : `Folded: ${count(size, 'line')} changed.`}
        </p>
      )}
    </section>
  );
};

/** Whether a line of the new file is within what the patch shows. */
function hasLine(file: FileDiff, line: number): boolean {
  return [...file.patch.matchAll(/^@@ -\S+ \+(\d+)(?:,(\d+))? @@/gm)].some(([, start, length]) => {
    const from = Number(start);
    return line >= from && line < from + Number(length ?? 1);
  });
}
