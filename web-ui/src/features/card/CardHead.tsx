import { X } from 'lucide-react';
import { AttentionButton } from '@/shared/cards/AttentionButton';
import { fireAsking } from '@/shared/cards/ask';
import { CardMenu } from '@/shared/cards/CardMenu';
import type { Card } from '@/shared/cards/card';
import { statusOf } from '@/shared/cards/meaning';
import { possible } from '@/shared/cards/triggers';
import { ATTENTION_NAMES, STATE_NAMES, triggerName } from '@/shared/cards/words';
import { Button } from '@/shared/ui/button';
import { StatusWord } from '@/shared/ui/status';
import { Time } from '@/shared/ui/time';

export const CardHead = ({ card, onClose }: { card: Card; onClose: () => void }) => {
  const [first] = possible(card);
  return (
    <header className="flex shrink-0 flex-col gap-2 px-4 pt-3 pb-2">
      <div className="flex items-start gap-2">
        <h1 className="min-w-0 flex-1 text-lg leading-6 font-semibold">
          <span className="mr-1.5 font-normal text-faint tabular-nums">#{card.number}</span>
          {card.title}
        </h1>
        {first && first !== 'ARCHIVE' && first !== 'CANCEL' && (
          <Button look="primary" onClick={() => fireAsking(card, first)}>
            {triggerName(first)}
          </Button>
        )}
        <CardMenu card={card} className="size-7" />
        <Button look="ghost" size="icon" aria-label="Close" onClick={onClose}>
          <X />
        </Button>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
        <StatusWord status={statusOf(card)} />
        <span>
          {STATE_NAMES[card.state]} for <Time at={card.stateChangedAt} as="elapsed" />
        </span>
        {card.labels.map((label) => (
          <span key={label} className="rounded bg-hover px-1.5">
            {label}
          </span>
        ))}
      </div>
      {card.attention && (
        <div role="status" className="flex flex-wrap items-center gap-2 rounded-md border border-needs-solid/60 bg-needs-solid/10 px-3 py-2 text-sm">
          <p className="min-w-48 flex-1">
            <span className="font-semibold text-needs">{ATTENTION_NAMES[card.attention.reason]}</span> · {card.attention.message}
          </p>
          <AttentionButton card={card} />
        </div>
      )}
    </header>
  );
};
