import { useState } from 'react';
import { Button } from '@/shared/ui/button';
import { Field, Input, Select } from '@/shared/ui/field';
import { done, refused } from '@/shared/ui/toast';
import { Group } from '@/features/projects/Group';
import { formOf, LABELS, takeAway, type ConfigRepository, type Form, type PromptData } from './prompt';

interface Props {
  project: string;
  data: PromptData;
  form: Form;
  type: (wishes: Partial<Form>) => void;
}

export const PromptForm = ({ project, data, form, type }: Props) => {
  const { promptSettings, promptDefaults } = data;
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
        <InForce own={promptSettings.configRepository} server={promptDefaults.configRepository} />
        {text('url', 'https://github.com/acme/agents', 'https://host/path without a password, or the absolute path of a repository on the server’s machine. Left empty, what the server’s configuration says holds.')}
        <div className="grid gap-3 sm:grid-cols-2">
          {text('ref', 'main', 'Left empty, the default branch of that repository.')}
          {text('folder', 'backend', 'Where in it the files lie. Left empty, at the top.')}
        </div>
        <p className="text-xs text-faint">
          For a private one the server needs a token, in its configuration at ringmaster.prompt.config-repository: it is given to the host of the address that stands there, and to no other.
        </p>
        {promptSettings.configRepository && <TakeAway project={project} data={data} />}
      </Group>
      <Group title="A history that is too long" hint="What earlier iterations of a card reported is told to the next, as far as it fits into the prompt.">
        <Field label={LABELS.condense} hint="To cut it costs nothing. To condense it is an iteration of its own, by the card’s agent and account: it counts towards cost and budgets, not towards the limit of iterations, and where it fails the history is cut.">
          {(id) => (
            <Select id={id} value={form.condense} onChange={(event) => type({ condense: event.target.value as Form['condense'] })}>
              <option value="">As the server’s configuration says: {promptDefaults.condense ? 'condense it' : 'cut it'}</option>
              <option value="no">Cut it: the newest reports stay longest</option>
              <option value="yes">Condense it, by the card’s own agent</option>
            </Select>
          )}
        </Field>
      </Group>
    </>
  );
};

const words = ({ ref, folder }: ConfigRepository): string => [ref && `, branch or tag ${ref}`, folder && `, folder ${folder}`].filter(Boolean).join('');

/** Whose files agents get as things are saved, and what becomes of them. */
const InForce = ({ own, server }: { own: ConfigRepository | null; server: ConfigRepository | null }) => {
  const used = own ?? server;
  return (
    <div className="flex flex-col gap-1 text-sm text-muted">
      <p className="break-words">
        {own ? 'This project has its own' : server ? 'This project has none of its own and gets the server’s' : 'This project has none, and neither does the server’s configuration name one: agents get no such files.'}
        {used && (
          <>
            , <code className="font-mono text-xs break-all text-text">{used.url}</code>
            {words(used)}.
          </>
        )}
      </p>
      {used && (
        <p>
          Before each iteration its files are laid into the folder <code className="font-mono text-xs">.ringmaster</code> of the card’s worktree, which stays out of commits, and the prompt has their texts. Where it cannot be read, the
          iteration goes on with what was read before, or without it, and its transcript says so.
        </p>
      )}
    </div>
  );
};

/** At once, as its words say, and not with the rest of the form. */
const TakeAway = ({ project, data: { promptSettings, promptDefaults } }: { project: string; data: PromptData }) => {
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      const putBack = await takeAway(project, formOf(promptSettings));
      done(`Config repository removed: the next iterations get ${promptDefaults.configRepository ? 'the server’s' : 'no such files'}`, () => void putBack().catch(refused));
    } catch (cause) {
      refused(cause);
    }
    setBusy(false);
  };
  return (
    <div>
      <Button look="danger" operation="updatePromptSettings" disabled={busy} onClick={() => void remove()}>
        Remove config repository
      </Button>
    </div>
  );
};
