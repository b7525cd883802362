import { Pencil } from 'lucide-react';
import { type KeyboardEvent, type ReactNode } from 'react';
import { Button } from '@/shared/ui/button';
import { Textarea } from '@/shared/ui/field';
import { Keys } from '@/shared/ui/kbd';
import { Prose } from '@/shared/ui/prose';
import { Conflict } from './Conflict';
import type { Detail } from './detail';
import { useEdit } from './useEdit';

interface Props {
  detail: Detail;
  part: 'taskPrompt' | 'description';
  title: string;
  /** Shown where nothing stands yet. */
  empty: string;
  /** Said while it is edited, such as when the agent learns of it. */
  note?: ReactNode;
}

/** A text of the card in markdown, edited where it stands. */
export const EditableText = ({ detail, part, title, empty, note }: Props) => {
  const edit = useEdit<string>(detail, part, (card) => card[part] ?? '', (value) => ({ [part]: value }));
  const text = detail[part] ?? '';
  if (edit.value === null) {
    return (
      <section aria-label={title} className="group">
        <SectionHead title={title} edit={edit.begin} />
        {text ? (
          <Prose text={text} />
        ) : (
          <button type="button" onClick={edit.begin} className="text-sm text-faint hover:text-text">
            {empty}
          </button>
        )}
      </section>
    );
  }
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <SectionHead title={title} />
      <Textarea
        autoFocus
        aria-label={title}
        value={edit.value}
        onChange={(event) => edit.type(event.target.value)}
        onKeyDown={(event) => editKeys(event, edit)}
        className="field-sizing-content max-h-[60vh] min-h-32 font-mono text-xs"
      />
      {edit.theirs !== null ? <Conflict theirs={edit.theirs} keepMine={edit.save} takeTheirs={edit.cancel} /> : <EditButtons edit={edit} note={note} />}
    </section>
  );
};

interface Edit {
  changed: boolean;
  busy: boolean;
  cancel: () => void;
  save: () => void;
}

/** Enter with a modifier saves; Escape leaves only what was not changed. */
export function editKeys(event: KeyboardEvent, edit: Edit): void {
  if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) edit.save();
  else if (event.key === 'Escape' && !edit.changed) edit.cancel();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** `submits`: the buttons are of a form, which saves when the browser has found nothing wrong with its fields. */
export const EditButtons = ({ edit, note, submits = false }: { edit: Edit; note?: ReactNode; submits?: boolean }) => (
  <div className="flex flex-wrap items-center justify-end gap-2">
    {note && <span className="mr-auto text-xs text-accent">{note}</span>}
    <Button onClick={edit.cancel}>{edit.changed ? 'Discard' : 'Cancel'}</Button>
    <Button look="primary" type={submits ? 'submit' : 'button'} onClick={submits ? undefined : edit.save} disabled={edit.busy || !edit.changed}>
      Save <Keys keys="mod+Enter" inverse />
    </Button>
  </div>
);

export const SectionHead = ({ title, edit }: { title: string; edit?: () => void }) => (
  <div className="mb-1 flex h-6 items-center gap-1">
    <h2 className="text-xs font-semibold text-muted">{title}</h2>
    {edit && (
      <Button look="ghost" size="icon-sm" operation="updateCard" aria-label={`Edit ${title.toLowerCase()}`} title={`Edit ${title.toLowerCase()}`} onClick={edit}>
        <Pencil />
      </Button>
    )}
  </div>
);
