import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { toServerError } from '@/shared/api/errors';
import type { Card } from '@/shared/cards/card';
import { Empty } from '@/shared/ui/empty';
import { Fault } from '@/shared/ui/fault';
import { Skeleton } from '@/shared/ui/skeleton';
import { Comment, CommentForm } from './Comments';
import { sentBack, useChanges } from './data';
import { FileCard } from './FileCard';
import { FileTree } from './FileTree';
import { fingerprint, useViewed } from './viewed';
import { ReviewBar } from './ReviewBar';

const SPLIT = 'ringmaster.diff.split';

/** What the branch changes against its base, to be read, commented and decided on. */
export const ChangesTab = ({ card }: { card: Card }) => {
  const [params, setParams] = useSearchParams();
  const { changes, since, error, refetch } = useChanges(card, params.get('since') === 'review' ? 'REVIEW' : 'BASE');
  const { isViewed, mark } = useViewed(card.id);
  const [split, setSplit] = useState(() => localStorage.getItem(SPLIT) === 'yes');
  const [commenting, setCommenting] = useState(false);
  if (!changes) return <div className="p-4">{error ? <Fault error={toServerError(error)} retry={refetch} /> : <Skeleton className="h-40" />}</div>;
  const files = changes.diff?.files ?? [];
  const comments = changes.reviewComments;
  const reviewed = sentBack(changes);
  if (files.length === 0 && comments.length === 0 && !reviewed) return <NoChanges card={card} />;
  const known = new Set(files.map((file) => file.path));
  const general = comments.filter((comment) => comment.path === null || !known.has(comment.path));
  const sum = (of: 'additions' | 'deletions') => files.reduce((total, file) => total + file[of], 0);
  const writing = card.state !== 'ARCHIVED';
  const go = (path: string) => document.getElementById(`file-${path}`)?.scrollIntoView({ block: 'start' });
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <ReviewBar
        card={card}
        files={files.length}
        viewed={files.filter(isViewed).length}
        additions={sum('additions')}
        deletions={sum('deletions')}
        open={comments.filter((comment) => !comment.resolved).length}
        since={reviewed ? since : null}
        setSince={(next) =>
          setParams(
            (before) => {
              const changed = new URLSearchParams(before);
              if (next === 'REVIEW') changed.set('since', 'review');
              else changed.delete('since');
              return changed;
            },
            { replace: true },
          )
        }
        split={split}
        setSplit={(on) => {
          setSplit(on);
          localStorage.setItem(SPLIT, on ? 'yes' : 'no');
        }}
        commentAll={() => setCommenting(true)}
      />
      <div className="flex min-h-0 flex-1">
        {files.length > 1 && (
          <aside className="hidden w-56 shrink-0 overflow-y-auto border-r lg:block">
            <FileTree files={files} isViewed={isViewed} commentsOf={(path) => comments.filter((comment) => comment.path === path && !comment.resolved).length} go={go} />
          </aside>
        )}
        {/* Read by keyboard: the list scrolls. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <div tabIndex={0} aria-label="Changes" role="region" className="flex min-w-0 flex-1 flex-col gap-3 overflow-y-auto bg-bg p-2 focus-visible:outline-offset-[-2px] sm:p-3">
          {(general.length > 0 || commenting) && (
            <section aria-label="Comments on the whole change" className="flex flex-col gap-2">
              {general.map((comment) => (
                <div key={comment.id}>
                  {comment.path && <p className="mb-1 font-mono text-xs text-faint">{comment.path}{comment.line && `:${comment.line}`}</p>}
                  <Comment comment={comment} />
                </div>
              ))}
              {commenting && <CommentForm card={card.id} path={null} line={null} close={() => setCommenting(false)} />}
            </section>
          )}
          {files.length === 0 && (
            <p className="rounded-md border bg-surface px-3 py-4 text-sm text-muted">
              {since === 'REVIEW' ? 'Nothing has changed since changes were asked for.' : 'The branch is as its base is.'}
            </p>
          )}
          {files.map((file) => (
            <FileCard
              key={fingerprint(file)}
              card={card.id}
              file={file}
              split={split}
              comments={comments.filter((comment) => comment.path === file.path)}
              viewed={isViewed(file)}
              setViewed={(on) => mark(file, on)}
              writing={writing}
            />
          ))}
        </div>
      </div>
    </div>
  );
};

const NoChanges = ({ card }: { card: Card }) => (
  <Empty title="No changes yet">
    {card.state === 'DRAFT' || card.state === 'PLANNING'
      ? 'Once an agent codes, what its branch changes against its base stands here, file by file.'
      : 'The branch is as its base is. What the agent changes is committed after each iteration and stands here then.'}
  </Empty>
);
