import { useState } from 'react';
import { tell } from '@/shared/api/client';
import { graphql } from '@/shared/api/graphql';
import { fire } from '@/shared/cards/actions';
import { CardSummary, type Trigger } from '@/shared/cards/card';
import { cardStore } from '@/shared/cards/cardStore';
import { Button } from '@/shared/ui/button';
import { Dialog } from '@/shared/ui/dialog';
import { Fault } from '@/shared/ui/fault';
import { Field, Input, Select, Textarea } from '@/shared/ui/field';
import { done } from '@/shared/ui/toast';
import { clearDraft, useDraft } from '@/shared/useDraft';

const NewCardDialog_Create = graphql(
  `
    mutation NewCardDialog_Create($input: CardInput!) { createCard(input: $input) { ...CardSummary } }
  `,
  [CardSummary],
);

interface Props {
  project: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export const NewCardDialog = ({ project, open, onOpenChange }: Props) => (
  <Dialog open={open} onOpenChange={onOpenChange} title="New card" description="One piece of work, told as you would tell a colleague.">
    <NewCardForm project={project} close={() => onOpenChange(false)} />
  </Dialog>
);

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.replace(/^[-*]\s*/, '').trim())
    .filter(Boolean);

const EMPTY = { title: '', taskPrompt: '', criteria: '', labels: '', priority: '2' };

const NewCardForm = ({ project, close }: { project: string; close: () => void }) => {
  // What is typed survives a closed dialog and a reloaded page.
  const key = `new-card.${project}`;
  const [draft, setDraft] = useDraft(key, EMPTY);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const set = (name: keyof typeof EMPTY) => (event: { target: { value: string } }) => setDraft({ ...draft, [name]: event.target.value });
  const create = async (then?: Trigger) => {
    setBusy(true);
    try {
      const input = {
        projectId: project,
        title: draft.title.trim(),
        taskPrompt: draft.taskPrompt,
        acceptanceCriteria: lines(draft.criteria),
        labels: draft.labels.split(',').map((label) => label.trim()).filter(Boolean),
        priority: Number(draft.priority),
      };
      const { createCard } = await tell(NewCardDialog_Create, { input });
      cardStore(project).take(createCard);
      clearDraft(key);
      close();
      if (then) await fire(createCard, then);
      else done(`#${createCard.number} is on the board`);
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <form
      className="flex min-h-0 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <div className="flex min-h-0 flex-col gap-3 overflow-y-auto p-4">
        <Field label="Title">{(id) => <Input id={id} autoFocus required maxLength={200} value={draft.title} onChange={set('title')} />}</Field>
        <Field label="Task" hint="Markdown. What should be done, where to look, what to leave alone.">
          {(id) => <Textarea id={id} rows={6} value={draft.taskPrompt} onChange={set('taskPrompt')} />}
        </Field>
        <Field label="Acceptance criteria" hint="One a line. The agent is told that all must hold.">
          {(id) => <Textarea id={id} rows={3} value={draft.criteria} onChange={set('criteria')} />}
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field label="Labels" hint="Separated by commas">
            {(id) => <Input id={id} value={draft.labels} onChange={set('labels')} />}
          </Field>
          <Field label="Priority">
            {(id) => (
              <Select id={id} value={draft.priority} onChange={set('priority')}>
                {['P0 · most urgent', 'P1', 'P2 · usual', 'P3', 'P4'].map((name, value) => (
                  <option key={name} value={value}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        {error !== null && <Fault error={error} />}
      </div>
      <footer className="flex justify-end gap-2 border-t px-4 py-3">
        <Button type="submit" operation="createCard" disabled={busy || !draft.title.trim()}>
          Save as draft
        </Button>
        <Button look="primary" operation="createCard" disabled={busy || !draft.title.trim() || !draft.taskPrompt.trim()} onClick={() => void create('START_CODING')}>
          Save and start coding
        </Button>
      </footer>
    </form>
  );
};
