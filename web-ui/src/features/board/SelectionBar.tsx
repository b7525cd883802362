import { Archive, Play, Tag, X } from 'lucide-react';
import { useState } from 'react';
import { fireAll } from '@/shared/cards/actions';
import type { Card, Trigger } from '@/shared/cards/card';
import { Button } from '@/shared/ui/button';
import { LabelDialog } from './LabelDialog';

interface Props {
  cards: readonly Card[];
  clear: () => void;
}

/** What can be done with all ticked cards at once. What only some of them allow is done with those. */
export const SelectionBar = ({ cards, clear }: Props) => {
  const [labelling, setLabelling] = useState(false);
  const able = (trigger: Trigger) => cards.filter((card) => card.allowedTriggers.includes(trigger));
  const [start, archive] = [able('START_CODING'), able('ARCHIVE')];
  const [busy, setBusy] = useState(false);
  const act = async (of: readonly Card[], trigger: Trigger) => {
    setBusy(true);
    if (await fireAll(of, trigger)) clear();
    setBusy(false);
  };
  return (
    <div
      role="toolbar"
      aria-label="Selected cards"
      className="absolute bottom-3 left-1/2 z-10 flex max-w-[calc(100vw-16px)] -translate-x-1/2 animate-rise items-center gap-1.5 overflow-x-auto rounded-lg border border-line-strong bg-surface p-1.5 shadow-float"
    >
      <span role="status" className="px-2 text-sm font-medium whitespace-nowrap tabular-nums">
        {cards.length} selected
      </span>
      <Button operation="fire" disabled={busy || start.length === 0} onClick={() => void act(start, 'START_CODING')}>
        <Play /> Start coding{some(start, cards)}
      </Button>
      <Button operation="updateCard" onClick={() => setLabelling(true)}>
        <Tag /> Labels…
      </Button>
      <Button operation="fire" disabled={busy || archive.length === 0} onClick={() => void act(archive, 'ARCHIVE')}>
        <Archive /> Archive{some(archive, cards)}
      </Button>
      <Button look="ghost" size="icon" aria-label="Clear the selection" title="Clear the selection (Esc)" onClick={clear}>
        <X />
      </Button>
      {labelling && <LabelDialog cards={cards} close={() => setLabelling(false)} />}
    </div>
  );
};

/** " (2)" where not all of them can. */
const some = (able: readonly Card[], all: readonly Card[]) => (able.length > 0 && able.length < all.length ? ` (${able.length})` : '');
