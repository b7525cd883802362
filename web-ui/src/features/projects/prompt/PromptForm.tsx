import { Field, Input, Select } from '@/shared/ui/field';
import { Group } from '@/features/projects/Group';
import { ConfigRepositoryNow } from './ConfigRepositoryNow';
import { CONDENSE, LABELS, type Form, type PromptData } from './prompt';

interface Props {
  project: string;
  data: PromptData;
  form: Form;
  type: (wishes: Partial<Form>) => void;
}

export const PromptForm = ({ project, data, form, type }: Props) => {
  const { promptDefaults } = data;
  const without = form.url.trim() === '';
  const text = (name: 'url' | 'ref' | 'folder', placeholder: string, hint: string) => (
    <Field label={LABELS[name]} hint={hint}>
      {(id) => (
        <Input
          id={id}
          className="font-mono disabled:opacity-60"
          spellCheck={false}
          autoCapitalize="off"
          placeholder={placeholder}
          disabled={name !== 'url' && without}
          value={form[name]}
          onChange={(event) => type({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <>
      <p className="text-sm text-muted">What agents are told beside the card and the project’s own settings. The tab Prompt of a card shows what an agent was really given.</p>
      <Group
        title="Config repository"
        hint="A git repository with CLAUDE.md, AGENTS.md and skills/…/SKILL.md for all agents of this project, kept where no agent can write."
      >
        <ConfigRepositoryNow project={project} data={data} />
        {text('url', 'https://github.com/acme/agents', 'https://host/path without a password, or the absolute path of a repository on the server’s machine. Left empty, what the server’s configuration says holds.')}
        <div className="grid gap-3 sm:grid-cols-2">
          {text('ref', 'main', 'Left empty, the default branch of that repository.')}
          {text('folder', 'backend', 'Where in it the files lie. Left empty, at the top.')}
        </div>
        <p className="text-xs text-faint">
          For a private one the server needs a token, in its configuration at ringmaster.prompt.config-repository: it is given to the host of the address that stands there, and to no other.
        </p>
      </Group>
      <Group title="A history that is too long" hint="What earlier iterations of a card reported is told to the next, as far as it fits into the prompt.">
        <Field label={LABELS.condense} hint="To cut it costs nothing. To condense it is an iteration of its own, by the card’s agent and account: it counts towards cost and budgets, not towards the limit of iterations, and where it fails the history is cut.">
          {(id) => (
            <Select id={id} value={form.condense} onChange={(event) => type({ condense: event.target.value as Form['condense'] })}>
              <option value="">As the server’s configuration says: {CONDENSE[promptDefaults.condense ? 'yes' : 'no']}</option>
              <option value="no">Cut it: the newest reports stay longest</option>
              <option value="yes">Condense it, by the card’s own agent</option>
            </Select>
          )}
        </Field>
      </Group>
    </>
  );
};
