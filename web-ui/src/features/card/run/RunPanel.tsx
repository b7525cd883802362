import { ListOrdered, Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import { readOnce } from '@/shared/api/client';
import { graphql } from '@/shared/api/graphql';
import { tokens as tokenWords } from '@/shared/format/numbers';
import { useShortcuts } from '@/shared/keys/keys';
import { Button } from '@/shared/ui/button';
import { Fault } from '@/shared/ui/fault';
import { Select } from '@/shared/ui/field';
import { Menu, MenuContent, MenuItem, MenuTrigger } from '@/shared/ui/menu';
import { Time } from '@/shared/ui/time';
import { refused } from '@/shared/ui/toast';
import { outcomeOf, runWord } from './outcomes';
import { tokensIn, type RunData } from './runs';
import { SearchBar } from './SearchBar';
import { firstOf } from './transcript';
import { TranscriptView, type TranscriptHandle } from './TranscriptView';
import { useTranscript } from './useTranscript';

const RunPanel_At = graphql(`
  query RunPanel_At($run: ID!, $after: BigInteger) { runEvents(runId: $run, after: $after, first: 1) { seq iteration } }
`);

interface Props {
  run: RunData;
  runs: readonly RunData[];
  refetch: () => void;
}

/** One run: its bar, the search, the transcript. */
export const RunPanel = ({ run, runs, refetch }: Props) => {
  const live = useTranscript(run.id, run.lastSeq);
  const view = useRef<TranscriptHandle>(null);
  const [words, setWords] = useState<string | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const { hash } = useLocation();
  const linked = Number(/^#(\d+)$/.exec(hash)?.[1] ?? 0);
  const target = pointed ?? (linked > 0 ? linked : null);
  useFreshFigures(live.log.get(live.lastSeq)?.kind, run, refetch);

  const show = (seq: number, align?: 'start' | 'center') => {
    setPointed(seq);
    view.current?.show(seq, align).catch(refused);
  };
  useEffect(() => {
    if (linked > 0) view.current?.show(linked).catch(refused);
  }, [linked]);
  const jump = (iteration: number) => {
    const iterationAt = async (seq: number) =>
      live.log.get(seq)?.iteration ?? (await readOnce(RunPanel_At, { run: run.id, after: seq - 1 })).runEvents[0]?.iteration ?? iteration;
    firstOf(iteration, live.lastSeq, iterationAt)
      .then((seq) => show(seq, 'start'))
      .catch(refused);
  };
  useShortcuts([{ keys: '/', label: 'Search the transcript', group: 'Card', run: () => setWords(words ?? '') }]);

  return (
    <>
      <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-1.5 text-xs text-muted sm:px-4">
        <RunPicker run={run} runs={runs} />
        <span className="tabular-nums" title="Events of the transcript">
          {live.lastSeq.toLocaleString('en-US')} events
        </span>
        <span className="ml-auto flex items-center gap-1">
          {run.iterations.length > 0 && <IterationMenu run={run} jump={jump} />}
          <Button look="ghost" size="sm" onClick={() => setWords(words === null ? '' : null)} aria-expanded={words !== null}>
            <Search /> Search
          </Button>
        </span>
      </div>
      {words !== null && (
        <SearchBar
          run={run.id}
          lastSeq={live.lastSeq}
          words={words}
          setWords={setWords}
          show={show}
          close={() => {
            setWords(null);
            setPointed(null);
          }}
        />
      )}
      <TranscriptView ref={view} live={live} run={run} target={target} words={words?.trim() ?? ''} />
      {live.error && (
        <div className="shrink-0 px-3 pb-2 sm:px-4">
          <Fault error={live.error} />
        </div>
      )}
      {live.lastSeq === 0 && <p className="px-4 py-2 text-xs text-faint">{run.state === 'QUEUED' ? 'The run waits for a free slot of its subscription.' : 'The agent is being started.'}</p>}
    </>
  );
};

/** The figures of iterations come by query, so they are read again when the transcript tells of one's begin or end. */
function useFreshFigures(kind: string | undefined, run: RunData, refetch: () => void) {
  const last = run.iterations.at(-1);
  const stale = (kind === 'CHECKPOINT' || kind === 'ITERATION_ENDED') && last !== undefined && last.endedAt === null;
  useEffect(() => {
    if (stale) refetch();
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [stale, kind]);
}

const RunPicker = ({ run, runs }: { run: RunData; runs: readonly RunData[] }) => {
  const [, setParams] = useSearchParams();
  const choose = (id: string) =>
    setParams(
      (before) => {
        const changed = new URLSearchParams(before);
        changed.set('run', id);
        return changed;
      },
      { replace: true },
    );
  const number = runs.indexOf(run) + 1;
  return (
    <>
      {runs.length > 1 && (
        <Select aria-label="Run" value={run.id} onChange={(event) => choose(event.target.value)} className="h-7 w-auto text-xs">
          {runs.map((each, index) => (
            <option key={each.id} value={each.id}>
              Run {index + 1} · {runWord(each)}
            </option>
          ))}
        </Select>
      )}
      <span className="font-medium text-text" role="status">
        {runs.length > 1 ? runWord(run) : `Run ${number}: ${runWord(run)}`}
      </span>
      <span>
        {run.platform}
        {run.model && ` · ${run.model}`}
      </span>
      {run.startedAt && <Time at={run.endedAt ?? run.startedAt} />}
    </>
  );
};

const IterationMenu = ({ run, jump }: { run: RunData; jump: (iteration: number) => void }) => (
  <Menu>
    <MenuTrigger asChild>
      <Button look="ghost" size="sm">
        <ListOrdered /> Iterations
      </Button>
    </MenuTrigger>
    <MenuContent align="end">
      {[...run.iterations].reverse().map((iteration) => (
        <MenuItem key={iteration.number} onSelect={() => jump(iteration.number)}>
          <span className="w-6 tabular-nums">{iteration.number}</span>
          <span className={outcomeOf(iteration.outcome).text}>{outcomeOf(iteration.outcome).word}</span>
          <span className="ml-auto pl-4 text-xs text-faint tabular-nums">{tokenWords(tokensIn(iteration) + iteration.outputTokens)}</span>
        </MenuItem>
      ))}
    </MenuContent>
  </Menu>
);
