import { Pencil } from 'lucide-react';
import type { Card } from '@/shared/cards/card';
import { Conflict } from '@/features/card/task/Conflict';
import { useDetail, type Detail } from '@/features/card/task/detail';
import { EditButtons } from '@/features/card/task/EditableText';
import { useEdit } from '@/features/card/task/useEdit';
import { Button } from '@/shared/ui/button';
import { Input } from '@/shared/ui/field';

/** The card's name, edited in place. */
export const Title = ({ card }: { card: Card }) => {
  const { detail } = useDetail(card);
  return detail ? <EditableTitle card={card} detail={detail} /> : <Heading card={card} />;
};

const Heading = ({ card }: { card: Card }) => (
  <h1 className="min-w-0 text-lg leading-7 font-semibold break-words">
    <span className="mr-1.5 font-normal text-faint tabular-nums">#{card.number}</span>
    {card.title}
  </h1>
);

const EditableTitle = ({ card, detail }: { card: Card; detail: Detail }) => {
  const edit = useEdit<string>(detail, 'title', (each) => each.title, (title) => ({ title }));
  if (edit.value === null) {
    return (
      <div className="group/title flex min-w-0 flex-1 items-start gap-1">
        <Heading card={card} />
        <Button look="ghost" size="icon-sm" operation="updateCard" aria-label="Edit title" title="Edit title" onClick={edit.begin} className="mt-0.5 opacity-60 group-hover/title:opacity-100 focus-visible:opacity-100">
          <Pencil />
        </Button>
      </div>
    );
  }
  return (
    <form
      className="flex min-w-0 flex-1 flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        edit.save();
      }}
    >
      <Input
        autoFocus
        aria-label="Title"
        value={edit.value}
        onChange={(event) => edit.type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          event.preventDefault();
          edit.cancel();
        }}
        className="text-base font-semibold"
      />
      {edit.theirs !== null ? <Conflict theirs={edit.theirs} keepMine={edit.save} takeTheirs={edit.cancel} /> : <EditButtons edit={edit} />}
    </form>
  );
};
