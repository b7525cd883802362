import { Link, useParams } from 'react-router';
import { toServerError } from '@/shared/api/errors';
import { CardMenu } from '@/shared/cards/CardMenu';
import { statusOf, type Status } from '@/shared/cards/meaning';
import { useCards } from '@/shared/cards/useCards';
import { count } from '@/shared/format/numbers';
import { duration } from '@/shared/format/time';
import { routes } from '@/shared/routes';
import { buttonLook } from '@/shared/ui/button';
import { Empty } from '@/shared/ui/empty';
import { Fault } from '@/shared/ui/fault';
import { Page, Section } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { Time } from '@/shared/ui/time';
import { liveRuns, useEndedRuns, type EndedRun, type LiveRun } from './data';
import { endOf } from './ends';
import { RunRow } from './RunRow';

/** What agents do now, what waits, and what has ended. */
export const RunsPage = () => {
  const { projectId = '' } = useParams();
  const { cards, loaded, error } = useCards(projectId);
  const { ended, error: endedError, read } = useEndedRuns(projectId, cards);
  const all = [...cards.values()];
  const groups = [
    { title: 'Running', runs: liveRuns(all, ['RUNNING']) },
    { title: 'Waiting for room', runs: liveRuns(all, ['QUEUED']) },
    { title: 'Parked', runs: liveRuns(all, ['PARKED']) },
    { title: 'Paused', runs: liveRuns(all, ['PAUSED']) },
  ];
  const live = groups.reduce((sum, { runs }) => sum + runs.length, 0);
  const nothing = loaded && live === 0 && ended?.length === 0;
  return (
    <Page title="Runs" actions={loaded && <span className="text-xs text-muted tabular-nums">{count(groups[0]?.runs.length ?? 0, 'agent')} at work</span>}>
      {error && <Fault error={error} />}
      {endedError && <Fault error={toServerError(endedError)} retry={read} />}
      {!loaded && !error && <Skeleton className="h-40" />}
      {nothing && (
        <Empty
          title="No agent has worked here yet"
          action={
            <Link to={routes.board(projectId)} className={buttonLook({ look: 'primary', size: 'lg' })}>
              To the board
            </Link>
          }
        >
          Start a card on the board: its run stands here while the agent works, waits or is parked, and afterwards with how it ended.
        </Empty>
      )}
      {loaded && live === 0 && !nothing && <p className="rounded-md border bg-surface px-3 py-4 text-sm text-muted">No agent is at work and nothing waits.</p>}
      {groups.map(({ title, runs }) => runs.length > 0 && <Live key={title} title={title} project={projectId} runs={runs} />)}
      {ended && ended.length > 0 && (
        <Section title="Ended" hint="the latest">
          <ul className="divide-y overflow-hidden rounded-md border bg-surface">
            {ended.map((run) => (
              <Ended key={run.id} project={projectId} run={run} />
            ))}
          </ul>
        </Section>
      )}
    </Page>
  );
};

const Live = ({ title, project, runs }: { title: string; project: string; runs: LiveRun[] }) => (
  <Section title={title} hint={String(runs.length)}>
    <ul className="divide-y overflow-hidden rounded-md border bg-surface">
      {runs.map(({ card, run }) => (
        <RunRow
          key={run.id}
          project={project}
          card={card}
          run={run}
          status={card.attention ? runStatus(card) : statusOf(card)}
          time={<Time at={run.startedAt ?? run.queuedAt} as="elapsed" />}
          message={run.state === 'RUNNING' ? null : run.message}
          actions={<CardMenu card={card} />}
        />
      ))}
    </ul>
  </Section>
);

const runStatus = (card: LiveRun['card']): Status => ({ meaning: 'needs', word: card.attention?.message ?? 'Needs you' });

const Ended = ({ project, run }: { project: string; run: EndedRun }) => {
  const { startedAt, endedAt } = run;
  return (
    <RunRow
      project={project}
      card={run.card}
      run={run}
      status={endOf(run)}
      time={
        <>
          {startedAt && endedAt ? duration(Date.parse(endedAt) - Date.parse(startedAt)) : '–'}
          {endedAt && <Time at={endedAt} className="block text-2xs whitespace-nowrap text-faint" />}
        </>
      }
      message={run.stopReason === 'COMPLETED' ? null : run.message}
    />
  );
};
