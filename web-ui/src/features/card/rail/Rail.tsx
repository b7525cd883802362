import { ExternalLink, GitBranch } from 'lucide-react';
import type { ReactNode } from 'react';
import { useActivity, useActivityWatch } from '@/shared/cards/activities';
import { spentBy, type Card } from '@/shared/cards/card';
import { useDetail } from '@/features/card/task/detail';
import { runWord } from '@/features/card/run/outcomes';
import { tokensIn, useRuns, type RunData } from '@/features/card/run/runs';
import { workedMs } from '@/features/card/cost/sums';
import { money, spentWords, tokens } from '@/shared/format/numbers';
import { duration, span } from '@/shared/format/time';
import { useClock } from '@/shared/format/useNow';
import { CopyButton } from '@/shared/ui/copy';
import { Time } from '@/shared/ui/time';
import { CardFacts } from './CardFacts';
import { Meter } from './Meter';
import { RunControls } from './RunControls';

/** Beside the tabs: steering the run, what it may use and has used, where its work is. */
export const Rail = ({ card }: { card: Card }) => {
  const { detail } = useDetail(card);
  const { runs } = useRuns(card);
  const run = runs?.at(-1);
  useActivityWatch(card.projectId);
  return (
    <div className="flex flex-col gap-4 p-4 text-sm">
      <RunControls card={card} />
      {run && <RunFacts card={card} run={run} />}
      {detail && (
        <dl className="flex flex-col gap-2">
          {detail.branch && (
            <Fact name="Branch">
              <span className="flex items-center gap-1 font-mono text-xs">
                <GitBranch className="size-3.5 shrink-0 text-faint" />
                <span className="min-w-0 break-all">{detail.branch}</span>
                <CopyButton text={detail.branch} label="Copy branch" className="size-5" />
              </span>
            </Fact>
          )}
          {detail.worktreePath && (
            <Fact name="Worktree">
              <span className="flex items-center gap-1 font-mono text-xs">
                <span className="min-w-0 truncate" title={detail.worktreePath}>
                  …/{detail.worktreePath.split('/').at(-1)}
                </span>
                <CopyButton text={detail.worktreePath} label="Copy path" className="size-5" />
              </span>
            </Fact>
          )}
          {detail.pullRequestUrl && (
            <Fact name="Pull request">
              <a href={detail.pullRequestUrl} target="_blank" rel="noopener noreferrer" className="inline-flex items-center gap-1 break-all text-accent underline underline-offset-2">
                {detail.pullRequestUrl.replace(/^https?:\/\/[^/]+\//, '')} <ExternalLink className="size-3.5 shrink-0" />
              </a>
            </Fact>
          )}
          <CardFacts detail={detail} />
        </dl>
      )}
    </div>
  );
};

const RunFacts = ({ card, run }: { card: Card; run: RunData }) => {
  // The live card is ahead of the query while the run works.
  const now = card.currentRun?.id === run.id ? card.currentRun : run;
  const activity = useActivity(card.projectId, card.id);
  // What it spends in the iteration that is going on.
  const spent = Math.max(now.costUsd, activity?.runId === run.id ? activity.costUsd : 0);
  const begun = run.state === 'RUNNING' ? run.iterations.find(({ endedAt }) => endedAt === null)?.startedAt : undefined;
  const working = Number(useClock((at) => (begun ? String(Math.max(0, Math.floor((at - Date.parse(begun)) / 1000))) : '0')));
  const used = workedMs(run) / 1000 + working;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-xs text-muted">
        <span className="font-medium text-text">{runWord(run)}</span>
        {run.state === 'PARKED' && run.parkedUntil && (
          <>
            , opens again in <Time at={run.parkedUntil} as="until" />
          </>
        )}
        <br />
        {run.subscription} · {run.platform}
        {run.model && ` · ${run.model}`}
        <Sandboxed run={run} />
      </p>
      <Meter name="Iterations" used={now.iteration} limit={run.limits.maxIterations} words={`${now.iteration} of ${run.limits.maxIterations}`} />
      <Meter name="Budget" used={spent} limit={run.limits.maxCostUsd} words={`${spentWords({ ...now, costUsd: spent })} of ${money(run.limits.maxCostUsd)}`} />
      <Meter name="Time at work" used={used} limit={run.limits.maxRuntimeSeconds} words={`${used < 60 ? duration(used * 1000) : span(used)} of ${span(run.limits.maxRuntimeSeconds)}`} />
      <p className="flex justify-between text-xs text-muted tabular-nums">
        <span>Tokens</span>
        <span>
          {tokens(tokensIn(now))} in · {tokens(now.outputTokens)} out
        </span>
      </p>
      <p className="flex justify-between text-xs text-muted tabular-nums">
        <span>All runs of the card</span>
        <span>{spentWords(spentBy(card))}</span>
      </p>
    </div>
  );
};

/** Of the agent that works or worked last; nobody has noted it of the oldest ones. */
const Sandboxed = ({ run }: { run: RunData }) => {
  const sandboxed = run.iterations.at(-1)?.sandboxed ?? null;
  if (sandboxed === null) return null;
  return <span className="block text-2xs text-faint">{sandboxed ? 'Works in a sandbox.' : 'Works unsandboxed, with the server’s rights.'}</span>;
};

export const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt className="text-xs text-faint">{name}</dt>
    <dd>{children}</dd>
  </div>
);
