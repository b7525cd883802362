import { useState } from 'react';
import { useNavigate } from 'react-router';
import { tell } from '@/shared/api/client';
import { graphql } from '@/shared/api/graphql';
import { routes } from '@/shared/routes';
import { Button } from '@/shared/ui/button';
import { Dialog } from '@/shared/ui/dialog';
import { Fault } from '@/shared/ui/fault';
import { Field, Input } from '@/shared/ui/field';
import { clearDraft, useDraft } from '@/shared/useDraft';

const NewProject_Create = graphql(`mutation NewProject_Create($input: ProjectInput!) { createProject(input: $input) { id } }`);

export const NewProjectDialog = ({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) => {
  const navigate = useNavigate();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Add a repository" description="A git repository on the server's machine, with at least one commit.">
      <NewProjectForm
        onDone={(id) => {
          onOpenChange(false);
          void navigate(routes.board(id));
        }}
      />
    </Dialog>
  );
};

const EMPTY = { repositoryPath: '', name: '', checkCommand: '' };

export const NewProjectForm = ({ onDone }: { onDone: (id: string) => void }) => {
  const [draft, setDraft] = useDraft('new-project', EMPTY);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const set = (name: keyof typeof EMPTY) => (event: { target: { value: string } }) => setDraft({ ...draft, [name]: event.target.value });
  const path = draft.repositoryPath.trim();
  const suggested = path.split('/').filter(Boolean).at(-1) ?? '';
  const submit = async () => {
    setBusy(true);
    setError(null);
    try {
      const input = { repositoryPath: path, name: draft.name.trim() || suggested, checkCommand: draft.checkCommand.trim() || null };
      const { createProject } = await tell(NewProject_Create, { input });
      clearDraft('new-project');
      onDone(createProject.id);
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <form
      className="flex flex-col gap-3 p-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field label="Path of the repository">
        {(id) => <Input id={id} autoFocus required className="font-mono" placeholder="/home/me/src/shop" value={draft.repositoryPath} onChange={set('repositoryPath')} />}
      </Field>
      <Field label="Name">{(id) => <Input id={id} placeholder={suggested} value={draft.name} onChange={set('name')} />}</Field>
      <Field label="Check command" hint="Quick, and exits with 0 when all is well. The server runs it itself before it believes that work is done.">
        {(id) => <Input id={id} className="font-mono" placeholder="npm test" value={draft.checkCommand} onChange={set('checkCommand')} />}
      </Field>
      {error !== null && <Fault error={error} />}
      <div className="flex justify-end">
        <Button type="submit" look="primary" operation="createProject" disabled={busy || !path}>
          Add repository
        </Button>
      </div>
    </form>
  );
};
