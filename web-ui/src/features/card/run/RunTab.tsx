import type { Card } from '@/shared/cards/card';
import { useSearchParams } from 'react-router';
import { fireAsking } from '@/shared/cards/ask';
import { possible } from '@/shared/cards/triggers';
import { triggerName } from '@/shared/cards/words';
import { Button } from '@/shared/ui/button';
import { Empty } from '@/shared/ui/empty';
import { Fault } from '@/shared/ui/fault';
import { Skeleton } from '@/shared/ui/skeleton';
import { toServerError } from '@/shared/api/errors';
import { HintBox } from './HintBox';
import { RunPanel } from './RunPanel';
import { useRuns } from './runs';

/** What the agent does and did: the transcript of one run, the newest unless another is chosen. */
export const RunTab = ({ card }: { card: Card }) => {
  const { runs, error, refetch } = useRuns(card);
  const [params] = useSearchParams();
  if (!runs) return <div className="p-4">{error ? <Fault error={toServerError(error)} retry={refetch} /> : <Skeleton className="h-40" />}</div>;
  const run = runs.find((candidate) => candidate.id === params.get('run')) ?? runs.at(-1);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {run ? <RunPanel key={run.id} run={run} runs={runs} refetch={refetch} /> : <NoRun card={card} />}
      {card.state !== 'ARCHIVED' && (
        <div className="shrink-0 border-t px-3 py-2 sm:px-4">
          <HintBox card={card} />
        </div>
      )}
    </div>
  );
};

const NoRun = ({ card }: { card: Card }) => (
  <div className="min-h-0 flex-1 overflow-y-auto">
    <Empty
      title="No agent has worked on this yet"
      action={possible(card)
        .filter((trigger) => trigger === 'START_CODING' || trigger === 'START_PLANNING')
        .map((trigger, index) => (
          <Button key={trigger} operation="fire" look={index === 0 ? 'primary' : 'plain'} onClick={() => fireAsking(card, trigger)}>
            {triggerName(trigger)}
          </Button>
        ))}
    >
      Everything it says, thinks and does will stand here while it does it.
    </Empty>
  </div>
);
