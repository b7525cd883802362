import type { ReactNode } from 'react';
import { repairOf } from '@/shared/agents/repair';
import type { Status } from '@/shared/cards/meaning';
import { CopyButton } from '@/shared/ui/copy';
import { StatusWord } from '@/shared/ui/status';

interface Props {
  name: string;
  status: Status;
  facts: readonly (ReactNode | null)[];
  message: string | null;
  children?: ReactNode;
}

/** One platform, subscription or integration: how it is, and what repairs it. */
export const Row = ({ name, status, facts, message, children }: Props) => {
  const { words, command } = repairOf(message ?? '');
  return (
    <li className="flex flex-col gap-1 px-3 py-2.5 sm:flex-row sm:gap-4">
      <div className="flex w-full shrink-0 items-baseline gap-2 sm:w-52 sm:flex-col sm:gap-0.5">
        <span className="min-w-0 truncate font-medium">{name}</span>
        <StatusWord status={status} />
      </div>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap gap-x-4 gap-y-0.5 text-xs text-muted tabular-nums">
          {facts.filter(Boolean).map((fact, index) => (
            <span key={index} className="min-w-0 [overflow-wrap:anywhere]">
              {fact}
            </span>
          ))}
        </p>
        {words && <p className="text-sm break-words">{words}</p>}
        {command && (
          <div className="mt-1 flex w-fit max-w-full items-center gap-1 rounded-md border bg-sunken py-0.5 pr-0.5 pl-2">
            <code className="min-w-0 font-mono text-xs [overflow-wrap:anywhere]">{command}</code>
            <CopyButton text={command} label={`Copy the command that repairs ${name}`} />
          </div>
        )}
        {children}
      </div>
    </li>
  );
};

export const Rows = ({ children }: { children: ReactNode }) => <ul className="divide-y overflow-hidden rounded-md border bg-surface">{children}</ul>;
