import { Flag, GitCommitHorizontal } from 'lucide-react';
import type { RunEvent } from '@/shared/feed/runLog';
import { count, spentWords, tokens } from '@/shared/format/numbers';
import { clockTime, duration, exactTime } from '@/shared/format/time';
import { cn } from '@/shared/ui/cn';
import { CopyButton } from '@/shared/ui/copy';
import { outcomeOf } from '@/features/card/run/outcomes';
import { tokensIn, type RunData } from '@/features/card/run/runs';

const Line = () => <span aria-hidden className="h-px min-w-4 flex-1 bg-line-strong" />;

export const IterationStart = ({ event, run }: { event: RunEvent; run: RunData }) => (
  <div className="flex h-11 items-end gap-3 pb-2.5">
    <h3 className="text-xs font-semibold">
      Iteration {event.iteration} <span className="font-normal text-faint">of at most {run.limits.maxIterations}</span>
    </h3>
    {event.text?.includes('going on') && <span className="text-xs text-faint">goes on in its session</span>}
    <Line />
    <time dateTime={event.at} title={exactTime(event.at)} className="text-xs text-faint tabular-nums">
      {clockTime(event.at)}
    </time>
  </div>
);

/** How an iteration ended, what it cost and where its work is. */
export const IterationEnd = ({ event, run }: { event: RunEvent; run: RunData }) => {
  const iteration = run.iterations.find((candidate) => candidate.number === event.iteration);
  const [name = '', ...words] = (event.text ?? '').split(': ');
  const outcome = outcomeOf(iteration?.outcome ?? name);
  const message = iteration?.message ?? words.join(': ');
  return (
    <div className="my-2 rounded-md border bg-sunken px-3 py-2 text-xs">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className={cn('inline-flex items-center gap-1.5 font-semibold', outcome.text)}>
          <Flag className="size-3.5" /> Iteration {event.iteration}: {outcome.word}
        </span>
        {iteration && (
          <span className="flex flex-wrap items-center gap-x-3 text-muted tabular-nums">
            {iteration.endedAt && <span>{duration(Date.parse(iteration.endedAt) - Date.parse(iteration.startedAt))}</span>}
            <span>{spentWords(iteration)}</span>
            <span title="Tokens in (with cache) and out">
              {tokens(tokensIn(iteration))} in · {tokens(iteration.outputTokens)} out
            </span>
            <span>{count(iteration.filesChanged, 'file')} changed</span>
          </span>
        )}
        {iteration?.commitSha && (
          <span className="ml-auto inline-flex items-center gap-1 font-mono text-faint" title="Checkpoint: the work so far, committed on the card's branch">
            <GitCommitHorizontal className="size-3.5" /> {iteration.commitSha.slice(0, 8)}
            <CopyButton text={iteration.commitSha} label="Copy commit" className="size-5" />
          </span>
        )}
      </div>
      {message && <Message text={message} />}
    </div>
  );
};

/** Its first line, and the rest for whoever wants it. */
const Message = ({ text }: { text: string }) => {
  const [first = '', ...rest] = text.trim().split('\n');
  if (rest.length === 0) return <p className="mt-1 break-words text-muted">{first}</p>;
  return (
    <details className="mt-1 text-muted">
      <summary className="cursor-pointer break-words hover:text-text">{first}</summary>
      <pre className="mt-1 max-h-60 overflow-auto font-mono text-xs break-words whitespace-pre-wrap">{rest.join('\n')}</pre>
    </details>
  );
};
