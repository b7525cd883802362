import { CriteriaList } from '@/shared/cards/CriteriaList';
import { Textarea } from '@/shared/ui/field';
import { Conflict } from './Conflict';
import type { Detail } from './detail';
import { EditButtons, editKeys, SectionHead } from './EditableText';
import { useEdit } from './useEdit';

const linesOf = (text: string) => text.split('\n').map((line) => line.replace(/^\s*[-*] /, '').trim()).filter(Boolean);

/** What must hold when the card is done: one statement a line. */
export const Criteria = ({ detail, note }: { detail: Detail; note?: string | undefined }) => {
  const edit = useEdit<string>(
    detail,
    'criteria',
    (card) => card.acceptanceCriteria.map((criterion) => criterion.description).join('\n'),
    (value) => ({ acceptanceCriteria: linesOf(value) }),
  );
  if (edit.value !== null) {
    return (
      <section aria-label="Acceptance criteria" className="flex flex-col gap-2">
        <SectionHead title="Acceptance criteria" />
        <Textarea
          autoFocus
          aria-label="Acceptance criteria, one a line"
          placeholder="One statement a line that can be checked for true or false"
          value={edit.value}
          onChange={(event) => edit.type(event.target.value)}
          onKeyDown={(event) => editKeys(event, edit)}
          className="field-sizing-content min-h-20"
        />
        {edit.theirs !== null ? <Conflict theirs={edit.theirs} keepMine={edit.save} takeTheirs={edit.cancel} /> : <EditButtons edit={edit} note={note} />}
      </section>
    );
  }
  return (
    <section aria-label="Acceptance criteria">
      <SectionHead title="Acceptance criteria" edit={edit.begin} />
      <CriteriaList criteria={detail.acceptanceCriteria} />
      {detail.acceptanceCriteria.length === 0 && (
        <button type="button" onClick={edit.begin} className="text-sm text-faint hover:text-text">
          Say what must hold when this is done
        </button>
      )}
    </section>
  );
};
