import { DndContext, DragOverlay, KeyboardSensor, MouseSensor, TouchSensor, useSensor, useSensors, type DragEndEvent, type DragStartEvent } from '@dnd-kit/core';
import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { useActivityWatch } from '@/shared/cards/activities';
import { fireAsking } from '@/shared/cards/ask';
import type { Card } from '@/shared/cards/card';
import { COLUMNS, columnOf, type ColumnId } from '@/shared/cards/columns';
import { useValue } from '@/shared/feed/value';
import { triggerTo, Workflow_Edges } from '@/shared/cards/triggers';
import { STATE_NAMES, triggerName } from '@/shared/cards/words';
import { Button } from '@/shared/ui/button';
import { Empty } from '@/shared/ui/empty';
import { Column, type Drop } from './Column';
import { isFiltering, type BoardFilter } from './filter';
import { Peek } from './Peek';
import { Selection } from './selection';
import { SelectionBar } from './SelectionBar';
import { TileFace } from './Tile';
import { useBoardKeys } from './useBoardKeys';

interface Props {
  project: string;
  cards: ReadonlyMap<string, Card>;
  columns: Record<ColumnId, Card[]>;
  loaded: boolean;
  empty: boolean;
  filter: BoardFilter;
  onNew: () => void;
}

/** What dropping the dragged card on a column does, or why it does nothing. */
function dropOn(card: Card, column: ColumnId, edges: Parameters<typeof triggerTo>[2]): Drop {
  if (columnOf(card) === column) return { kind: 'home' };
  const trigger = triggerTo(card, column, edges);
  if (trigger) return { kind: 'allowed', words: triggerName(trigger) };
  return { kind: 'forbidden', words: `Not possible from ${STATE_NAMES[card.state].toLowerCase()}` };
}

/** Who lets go of the mouse after Escape has dragged nothing, and clicked nothing either. */
function swallowClick(): void {
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener('click', swallow, { capture: true, once: true });
  window.addEventListener('pointerdown', () => window.removeEventListener('click', swallow, { capture: true }), { capture: true, once: true });
}

export const Board = ({ project, cards, columns, loaded, empty, filter, onNew }: Props) => {
  const [{ data }] = useQuery({ query: Workflow_Edges, requestPolicy: 'cache-first' });
  const edges = data?.workflow ?? [];
  const [dragged, setDragged] = useState<Card | null>(null);
  const selection = useMemo(() => new Selection(), []);
  const ids = useValue(selection.ids);
  const selected = selection.of(cards);
  const keys = useBoardKeys(columns, { toggle: selection.toggle, clear: selected.length > 0 ? selection.clear : null });
  useActivityWatch(project);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 6 } }),
    useSensor(KeyboardSensor, { keyboardCodes: { start: [], cancel: ['Escape'], end: [] } }),
  );
  const drop = ({ active, over }: DragEndEvent) => {
    setDragged(null);
    const card = active.data.current?.card as Card | undefined;
    const trigger = card && over && columnOf(card) !== over.id ? triggerTo(card, over.id as ColumnId, edges) : null;
    if (card && trigger) fireAsking(card, trigger);
  };
  if (empty) return <NoCards onNew={onNew} />;
  return (
    <DndContext
      sensors={sensors}
      onDragStart={({ active }: DragStartEvent) => setDragged((active.data.current?.card as Card | undefined) ?? null)}
      onDragEnd={drop}
      onDragCancel={() => {
        setDragged(null);
        swallowClick();
      }}
    >
      <div
        role="region"
        aria-label="Board"
        // The arrow keys move between cards; what has the focus is always a card.
         
        tabIndex={keys.current ? -1 : 0}
        onFocus={keys.onFocus}
        className="flex min-h-0 flex-1 snap-x snap-mandatory gap-2 overflow-x-auto px-2 pb-2 outline-none sm:snap-none sm:px-3"
      >
        {COLUMNS.map((column) => (
          <Column
            key={column.id}
            column={column}
            cards={columns[column.id]}
            loaded={loaded}
            filtering={isFiltering(filter)}
            drop={dragged && dropOn(dragged, column.id, edges)}
            current={keys.current}
            selected={ids}
            toggle={selection.toggle}
          />
        ))}
      </div>
      {selected.length > 0 && <SelectionBar cards={selected} clear={selection.clear} />}
      {keys.peeked && <Peek card={keys.peeked} close={keys.stopPeeking} />}
      <DragOverlay dropAnimation={null}>{dragged && <TileFace card={dragged} lifted />}</DragOverlay>
    </DndContext>
  );
};

const NoCards = ({ onNew }: { onNew: () => void }) => (
  <Empty
    title="No cards yet"
    action={
      <Button look="primary" size="lg" operation="createCard" onClick={onNew}>
        Write the first card
      </Button>
    }
  >
    A card is one piece of work: a title, a task for the agent, and what must hold when it is done. It gets a branch of its own.
  </Empty>
);
