import { X } from 'lucide-react';
import { useQuery } from 'urql';
import { toServerError } from '@/shared/api/errors';
import { graphql } from '@/shared/api/graphql';
import { spentBy, type Card } from '@/shared/cards/card';
import { CriteriaList } from '@/shared/cards/CriteriaList';
import { statusOf } from '@/shared/cards/meaning';
import { ATTENTION_NAMES, STATE_NAMES } from '@/shared/cards/words';
import { isSpent, spentWords } from '@/shared/format/numbers';
import { Button } from '@/shared/ui/button';
import { Fault } from '@/shared/ui/fault';
import { Prose } from '@/shared/ui/prose';
import { Skeleton } from '@/shared/ui/skeleton';
import { StatusWord } from '@/shared/ui/status';
import { Time } from '@/shared/ui/time';

const Peek_Card = graphql(`
  query Peek_Card($card: ID!) { card(id: $card) { id taskPrompt description acceptanceCriteria { id description met } } }
`);

/** A look into the card that has the board's focus, without leaving the board; the arrow keys look into the next one. */
export const Peek = ({ card, close }: { card: Card; close: () => void }) => {
  const [{ data, error, stale }] = useQuery({ query: Peek_Card, variables: { card: card.id } });
  const status = statusOf(card);
  const spent = spentBy(card);
  const detail = data?.card?.id === card.id ? data.card : null;
  return (
    <aside
      aria-label={`A look into card ${card.number}`}
      aria-busy={stale}
      className="absolute right-3 bottom-3 z-10 flex max-h-[min(480px,70vh)] w-[min(400px,calc(100vw-24px))] animate-rise flex-col rounded-lg border border-line-strong bg-surface shadow-float"
    >
      <header className="flex items-start gap-2 border-b px-3 py-2">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold break-words">
            <span className="mr-1 font-normal text-faint tabular-nums">#{card.number}</span>
            {card.title}
          </h2>
          <p className="flex flex-wrap items-center gap-x-2 text-xs text-muted tabular-nums">
            <StatusWord status={status} />
            <span>
              {STATE_NAMES[card.state] === status.word ? 'for' : `${STATE_NAMES[card.state]} for`} <Time at={card.stateChangedAt} as="elapsed" />
            </span>
            {isSpent(spent) && <span>{spentWords(spent)}</span>}
          </p>
        </div>
        <Button look="ghost" size="icon-sm" aria-label="Close" title="Close (Space)" onClick={close}>
          <X />
        </Button>
      </header>
      <div className="flex min-h-0 flex-col gap-3 overflow-y-auto p-3">
        {card.attention && (
          <p className="text-sm">
            <span className="font-semibold text-needs">{ATTENTION_NAMES[card.attention.reason]}</span> · {card.attention.message}
          </p>
        )}
        {error && !detail && <Fault error={toServerError(error)} />}
        {!detail && !error && <Skeleton className="h-24" />}
        {detail && <Prose text={detail.taskPrompt || detail.description || '*Nothing is written here yet.*'} />}
        {detail && detail.acceptanceCriteria.length > 0 && (
          <CriteriaList criteria={detail.acceptanceCriteria} />
        )}
      </div>
    </aside>
  );
};
