import { toServerError } from '@/shared/api/errors';
import { fireAsking } from '@/shared/cards/ask';
import type { Card } from '@/shared/cards/card';
import { Criteria } from '@/features/card/task/Criteria';
import { useDetail } from '@/features/card/task/detail';
import { Button } from '@/shared/ui/button';
import { Empty } from '@/shared/ui/empty';
import { Fault } from '@/shared/ui/fault';
import { Prose } from '@/shared/ui/prose';
import { Scroller } from '@/shared/ui/scroller';
import { Skeleton } from '@/shared/ui/skeleton';

/** The plan that an agent wrote, with what it promises, to be approved where it is read. */
export const PlanTab = ({ card }: { card: Card }) => {
  const { detail, error, refetch } = useDetail(card);
  if (!detail) return <div className="p-4">{error ? <Fault error={toServerError(error)} retry={refetch} /> : <Skeleton className="h-40" />}</div>;
  if (!detail.plan) return <NoPlan card={card} />;
  const [approve, reject] = [card.allowedTriggers.includes('APPROVE_PLAN'), card.allowedTriggers.includes('REJECT_PLAN')];
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <Scroller>
        <div className="mx-auto flex max-w-3xl flex-col gap-5 p-4">
          <Prose text={detail.plan} />
          <Criteria detail={detail} />
        </div>
      </Scroller>
      {(approve || reject) && (
        <div className="flex shrink-0 flex-wrap items-center justify-end gap-2 border-t px-4 py-2">
          <span className="mr-auto text-xs text-muted">Approved, the agent codes by this plan.</span>
          {reject && <Button operation="fire" onClick={() => fireAsking(card, 'REJECT_PLAN')}>Reject plan…</Button>}
          {approve && (
            <Button look="primary" operation="fire" onClick={() => fireAsking(card, 'APPROVE_PLAN')}>
              Approve plan
            </Button>
          )}
        </div>
      )}
    </div>
  );
};

const NoPlan = ({ card }: { card: Card }) => (
  <Empty
    title={card.state === 'PLANNING' ? 'The plan is being written' : 'There is no plan'}
    action={
      card.allowedTriggers.includes('START_PLANNING') && (
        <Button look="primary" operation="fire" onClick={() => fireAsking(card, 'START_PLANNING')}>
          Start planning
        </Button>
      )
    }
  >
    {card.state === 'PLANNING'
      ? 'It will stand here when the agent has read what it needs; watch it in Run.'
      : 'An agent can read the repository first and write a plan with criteria, for you to approve before anything is changed.'}
  </Empty>
);
