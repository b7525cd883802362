import { useState } from 'react';
import { Button } from '@/shared/ui/button';
import { StatusWord } from '@/shared/ui/status';
import { done, refused } from '@/shared/ui/toast';
import { filesWords, readNow, takeAway, type ConfigRepository, type PromptData, type Reading } from './prompt';

interface Props {
  project: string;
  data: PromptData;
}

/** Whose files agents get as things are saved, what becomes of them, and what can be done about it at once. */
export const ConfigRepositoryNow = ({ project, data }: Props) => {
  const own = data.promptSettings.configRepository;
  const server = data.promptDefaults.configRepository;
  const used = own ?? server;
  if (!used) return <p className="text-sm text-muted">This project has none, and the server’s configuration names none: agents get no such files.</p>;
  return (
    <div className="flex flex-col gap-2 text-sm text-muted">
      <p className="break-words">
        {own ? 'This project has its own: ' : 'This project has none of its own and gets the server’s: '}
        <Where of={used} />
      </p>
      <p>
        Before each iteration its files are laid into the folder <Code>.ringmaster</Code> of the card’s worktree, which stays out of commits, and their texts stand in the prompt. Where it cannot be read, the iteration goes on with what was read
        before, or without it, and the transcript says so.
      </p>
      <Actions key={JSON.stringify(used)} project={project} data={data} removable={own !== null} />
    </div>
  );
};

const Code = ({ children }: { children: string }) => <code className="font-mono text-xs break-all text-text">{children}</code>;

const Where = ({ of: { url, ref, folder } }: { of: ConfigRepository }) => (
  <>
    <Code>{url}</Code>
    {ref && <>, branch or tag <Code>{ref}</Code></>}
    {folder && <>, folder <Code>{folder}</Code></>}
  </>
);

/** They act on what is saved, at once, and not with the rest of the form. */
const Actions = ({ project, data, removable }: Props & { removable: boolean }) => {
  const [busy, setBusy] = useState<'test' | 'remove' | null>(null);
  const [reading, setReading] = useState<Reading | null>(null);
  const run = async (what: 'test' | 'remove', work: () => Promise<void>) => {
    setBusy(what);
    await work().catch(refused);
    setBusy(null);
  };
  const remove = async () => {
    const putBack = await takeAway(project);
    done(`Config repository removed: the next iteration gets ${data.promptDefaults.configRepository ? 'the files of the server’s' : 'none of its files'}`, () => void putBack().catch(refused));
  };
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button operation="testConfigRepository" disabled={busy !== null} onClick={() => void run('test', async () => setReading(await readNow(project)))}>
          {busy === 'test' ? 'Testing…' : 'Test what is saved'}
        </Button>
        {removable && (
          <Button look="danger" operation="updatePromptSettings" disabled={busy !== null} onClick={() => void run('remove', remove)}>
            Remove config repository
          </Button>
        )}
      </div>
      <div role="status">{reading && <Found {...reading} />}</div>
    </>
  );
};

const Found = ({ readable, commit, files, problems }: Reading) => (
  <div className="flex flex-col gap-0.5">
    <StatusWord status={readable ? { meaning: 'done', word: 'It can be read' } : { meaning: 'failed', word: 'It cannot be read' }} />
    {commit && (
      <p className="break-words">
        {readable ? 'Agents get' : 'Agents get what was read before'} of commit <Code>{commit.slice(0, 10)}</Code>: {filesWords(files)}
      </p>
    )}
    {problems.map((problem) => (
      <p key={problem} className="break-words">
        {problem}
      </p>
    ))}
  </div>
);
