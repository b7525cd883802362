import { FolderGit2, Sparkles } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { tell } from '@/shared/api/client';
import { graphql } from '@/shared/api/graphql';
import { useRefusal } from '@/shared/access/access';
import { routes } from '@/shared/routes';
import { Fault } from '@/shared/ui/fault';
import { Doctor } from './Doctor';
import { NewProjectForm } from './NewProjectDialog';

const Welcome_Demo = graphql(`mutation Welcome_Demo { createDemoProject { id } }`);

/** An empty installation has two doors. */
export const Welcome = () => {
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const demo = async () => {
    setBusy(true);
    try {
      const { createDemoProject } = await tell(Welcome_Demo, {});
      void navigate(routes.board(createDemoProject.id));
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-2xl flex-col gap-4 px-4 py-8 sm:py-14">
        <header>
          <h1 className="text-xl font-semibold">Work goes in as a card, and comes out as a change you can review</h1>
          <p className="mt-1 text-base text-muted">
            Ringmaster gives each card a branch, runs a coding agent on it until your checks agree, and asks you when it matters.
          </p>
        </header>
        <div className="grid gap-3 sm:grid-cols-2">
          <Door icon={<Sparkles />} title="Try it with the demo project" text="No account needed: a simulated agent edits real files." onClick={() => void demo()} disabled={busy} operation="createDemoProject" primary />
          <Door icon={<FolderGit2 />} title="Add a repository" text="A git repository on this machine, with your own agent." onClick={() => setAdding(!adding)} operation="createProject" />
        </div>
        {error !== null && <Fault error={error} />}
        {adding && (
          <section className="rounded-xl border bg-surface shadow-card" aria-label="Add a repository">
            <NewProjectForm onDone={(id) => void navigate(routes.board(id))} />
          </section>
        )}
        <Doctor />
      </div>
    </div>
  );
};

interface DoorProps {
  icon: React.ReactNode;
  title: string;
  text: string;
  onClick: () => void;
  disabled?: boolean;
  operation: string;
  primary?: boolean;
}

const Door = ({ icon, title, text, onClick, disabled, operation, primary }: DoorProps) => {
  const refusal = useRefusal(operation);
  return (
    <button
      type="button"
      onClick={refusal ? undefined : onClick}
      disabled={disabled}
      aria-disabled={refusal !== null}
      title={refusal ?? undefined}
      className={`flex flex-col items-start gap-1 rounded-xl border p-4 text-left shadow-card transition-colors disabled:opacity-60 aria-disabled:cursor-not-allowed aria-disabled:opacity-60 [&_svg]:size-5 ${
        primary ? 'border-accent bg-accent/8 hover:bg-accent/14 [&_svg]:text-accent' : 'bg-surface hover:bg-hover [&_svg]:text-muted'
      }`}
    >
      {icon}
      <span className="mt-1 text-base font-semibold">{title}</span>
      <span className="text-sm text-muted">{text}</span>
    </button>
  );
};
