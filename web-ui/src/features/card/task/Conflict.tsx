import { GitCompare } from 'lucide-react';
import { Button } from '@/shared/ui/button';

interface Props {
  theirs: string;
  keepMine: () => void;
  takeTheirs: () => void;
}

/** Somebody else changed the same text meanwhile: both stand there, a person chooses, nothing is lost. */
export const Conflict = ({ theirs, keepMine, takeTheirs }: Props) => (
  <div role="alert" className="flex flex-col gap-2 rounded-md border border-needs-solid/60 bg-needs-solid/10 p-3 text-sm">
    <p className="flex items-center gap-2 font-medium text-needs">
      <GitCompare className="size-4" /> Somebody changed this while you wrote. Theirs:
    </p>
    <pre className="max-h-48 overflow-auto rounded bg-surface p-2 font-sans text-sm break-words whitespace-pre-wrap">{theirs || '(empty)'}</pre>
    <p className="text-xs text-muted">Yours stands above; copy over what you want to have of both.</p>
    <div className="flex flex-wrap justify-end gap-2">
      <Button onClick={takeTheirs}>Take theirs</Button>
      <Button look="primary" onClick={keepMine}>
        Save mine over it
      </Button>
    </div>
  </div>
);
