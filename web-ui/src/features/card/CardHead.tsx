import { X } from 'lucide-react';
import { fireAsking } from '@/shared/cards/ask';
import { CardMenu } from '@/shared/cards/CardMenu';
import type { Card, Trigger } from '@/shared/cards/card';
import { statusOf } from '@/shared/cards/meaning';
import { possible } from '@/shared/cards/triggers';
import { STATE_NAMES, triggerName } from '@/shared/cards/words';
import { Button } from '@/shared/ui/button';
import { cn } from '@/shared/ui/cn';
import { StatusWord } from '@/shared/ui/status';
import { Time } from '@/shared/ui/time';
import { AttentionBanner } from './AttentionBanner';
import { RunControls } from './rail/RunControls';
import { Stepper } from './Stepper';
import { Title } from './Title';

/** What moves a card on without reading anything first. Plans and changes are decided on where they are read. */
const AT_ONCE: readonly Trigger[] = ['START_CODING', 'START_PLANNING', 'UNARCHIVE'];

export const CardHead = ({ card, tab, onClose }: { card: Card; tab: string; onClose: () => void }) => {
  const offered = possible(card).filter((trigger) => AT_ONCE.includes(trigger));
  const status = statusOf(card);
  return (
    <header className="flex shrink-0 flex-col gap-2 px-3 pt-3 pb-2 sm:px-4">
      <div className="flex items-start gap-2">
        <Title card={card} />
        <span className="ml-auto flex items-center gap-1">
          {/* The main way stands at the end; a narrow screen has the other one in the menu. */}
          {offered.toReversed().map((trigger) => (
            <Button
              key={trigger}
              operation="fire"
              look={trigger === offered[0] ? 'primary' : 'plain'}
              className={cn(trigger !== offered[0] && 'max-sm:hidden')}
              onClick={() => fireAsking(card, trigger)}
            >
              {triggerName(trigger)}
            </Button>
          ))}
          <CardMenu card={card} className="size-7" />
          <Button look="ghost" size="icon" aria-label="Close" onClick={onClose}>
            <X />
          </Button>
        </span>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
        <span role="status" className="inline-flex">
          <StatusWord status={status} />
        </span>
        <span>
          {STATE_NAMES[card.state] === status.word ? 'for' : `${STATE_NAMES[card.state]} for`} <Time at={card.stateChangedAt} as="elapsed" />
        </span>
        <Stepper card={card} />
        {card.labels.map((label) => (
          <span key={label} className="rounded bg-hover px-1.5">
            {label}
          </span>
        ))}
      </div>
      <AttentionBanner card={card} tab={tab} />
      {card.currentRun && (
        <div className="lg:hidden">
          <RunControls card={card} />
        </div>
      )}
    </header>
  );
};
