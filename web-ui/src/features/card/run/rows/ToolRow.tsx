import { Bot, Check, ChevronRight, CircleX, Eye, Globe, ListTodo, LoaderCircle, Minus, Pencil, Search, ShieldCheck, SquareTerminal, Wrench, type LucideIcon } from 'lucide-react';
import { useMemo } from 'react';
import { kindOf, type ToolKind } from '@/shared/agents/tools';
import type { RunEvent } from '@/shared/feed/runLog';
import { count } from '@/shared/format/numbers';
import { duration } from '@/shared/format/time';
import { cn } from '@/shared/ui/cn';
import { countLines, editLines, targetOf } from '@/features/card/run/toolCalls';
import type { RunData } from '@/features/card/run/runs';
import { ToolBody } from './ToolBody';
import type { RowProps } from './Row';

const ICONS: Record<ToolKind, LucideIcon> = {
  read: Eye, edit: Pencil, command: SquareTerminal, search: Search, web: Globe, agent: Bot, todo: ListTodo, check: ShieldCheck, other: Wrench,
};

const NAMES: Partial<Record<ToolKind, string>> = { check: "Server's check" };

/** A tool in one row: what, on what, how long, how it went. Opens to what went in and what came out. */
export const ToolRow = (props: RowProps) => {
  const { event, transcript, run, setOpen } = props;
  const use = transcript.useOf(event);
  const result = use?.result;
  const kind = kindOf(event.toolName);
  const Icon = ICONS[kind];
  const open = props.open ?? (result?.isError === true && (kind === 'check' || kind === 'command'));
  const steps = use?.steps.size ?? 0;
  return (
    <div className={cn('my-0.5 rounded-md border border-transparent', open && 'border-line bg-surface')}>
      <div className="flex items-center">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className={cn('flex h-7 min-w-0 flex-1 items-center gap-1.5 rounded-md pr-1.5 text-left text-sm hover:bg-hover', open && 'rounded-b-none pl-1.5')}
        >
          <ChevronRight className={cn('size-3.5 shrink-0 text-faint transition-transform', open && 'rotate-90')} />
          <Icon className={cn('size-3.5 shrink-0', kind === 'agent' || kind === 'check' ? 'text-accent' : 'text-muted')} />
          <span className="shrink-0 font-medium">{NAMES[kind] ?? event.toolName}</span>
          <span className="min-w-0 flex-1 truncate font-mono text-xs text-muted">{targetOf(event)}</span>
          {kind === 'edit' && <EditSize event={event} />}
          <Outcome event={event} result={result} run={run} />
        </button>
        {steps > 0 && <FoldButton {...props} steps={steps} />}
      </div>
      {open && <ToolBody event={event} kind={kind} use={use} />}
    </div>
  );
};

const EditSize = ({ event }: { event: RunEvent }) => {
  const size = useMemo(() => countLines(editLines(event) ?? []), [event]);
  if (size.added + size.removed === 0) return null;
  return (
    <span className="hidden shrink-0 text-xs tabular-nums sm:inline">
      <span className="text-done">+{size.added}</span> <span className="text-failed">−{size.removed}</span>
    </span>
  );
};

/** Running, ok or failed. A call without an answer in an iteration that is over has none: its agent ended. */
const Outcome = ({ event, result, run }: { event: RunEvent; result: RunEvent | undefined; run: RunData }) => {
  if (result) {
    const failed = result.isError === true;
    const Icon = failed ? CircleX : Check;
    return (
      <span className={cn('inline-flex shrink-0 items-center justify-end gap-1 text-xs tabular-nums sm:min-w-16', failed ? 'text-failed' : 'text-faint')}>
        {failed && 'failed '}
        {duration(Date.parse(result.at) - Date.parse(event.at))}
        <Icon className={cn('size-3.5', !failed && 'text-done')} role="img" aria-label={failed ? 'Failed' : 'Succeeded'} />
      </span>
    );
  }
  const working = run.state === 'RUNNING' && event.iteration === run.iteration;
  const Icon = working ? LoaderCircle : Minus;
  return (
    <span className={cn('inline-flex shrink-0 items-center justify-end gap-1 text-xs sm:min-w-16', working ? 'text-running' : 'text-faint')}>
      {working ? 'at work' : 'no answer'}
      <Icon aria-hidden className={cn('size-3.5', working && 'animate-spin-slow')} />
    </span>
  );
};

const FoldButton = ({ event, transcript, fold, steps }: RowProps & { steps: number }) => {
  const folded = transcript.isFolded(event);
  const last = transcript.useOf(event)?.lastStep;
  return (
    <button
      type="button"
      aria-pressed={folded}
      onClick={fold}
      title={folded && last ? `Its last step: ${last.toolName ?? last.text?.slice(0, 80) ?? ''}` : undefined}
      className="ml-1 h-6 shrink-0 rounded-md border border-line-strong px-2 text-xs text-muted hover:bg-hover hover:text-text"
    >
      {folded ? 'Show' : 'Fold'} {count(steps, 'step')}
    </button>
  );
};
