import { Braces, Link2 } from 'lucide-react';
import { memo, useState } from 'react';
import type { RunEvent } from '@/shared/feed/runLog';
import { exactTime } from '@/shared/format/time';
import { Button } from '@/shared/ui/button';
import { CopyButton } from '@/shared/ui/copy';
import { Prose } from '@/shared/ui/prose';
import { done } from '@/shared/ui/toast';
import type { RunData } from '@/features/card/run/runs';
import type { Transcript } from '@/features/card/run/transcript';
import { Note } from './Note';
import { IterationEnd, IterationStart } from './Rules';
import { Thinking } from './Thinking';
import { ToolRow } from './ToolRow';

export interface RowProps {
  event: RunEvent;
  transcript: Transcript;
  run: RunData;
  open: boolean | undefined;
  setOpen: (open: boolean) => void;
  fold: () => void;
}

/** One block of the transcript. Drawn anew when something was heard, not when somebody scrolls. */
export const Row = memo(
  function Row(props: RowProps & { revision: number }) {
    const { event, transcript, run } = props;
    const [raw, setRaw] = useState(false);
    const depth = Math.min(4, transcript.depth(event));
    return (
      <div className="group/row relative" style={{ paddingLeft: depth * 18 }}>
        {Array.from({ length: depth }, (_, level) => (
          <span key={level} aria-hidden className="absolute inset-y-0 w-px bg-line-strong" style={{ left: level * 18 + 7 }} />
        ))}
        {raw ? <Raw {...props} /> : <Block {...props} />}
        <Tools event={event} run={run.id} raw={raw} setRaw={setRaw} text={copyOf(props)} />
      </div>
    );
  },
  (before, after) => before.event === after.event && before.open === after.open && before.revision === after.revision && before.run === after.run,
);

const Block = (props: RowProps) => {
  const { event, run } = props;
  switch (event.kind) {
    case 'ASSISTANT_TEXT':
      return (
        <div className="py-1.5">
          <Prose text={withoutSignal(event.text ?? '')} />
        </div>
      );
    case 'THINKING':
      return <Thinking {...props} />;
    case 'TOOL_CALL':
      return <ToolRow {...props} />;
    case 'ITERATION_STARTED':
      return <IterationStart event={event} run={run} />;
    case 'ITERATION_ENDED':
      return <IterationEnd event={event} run={run} />;
    default:
      return <Note {...props} />;
  }
};

/** The tag by which an agent says that it is done is for the server; the row after it says so in words. */
const withoutSignal = (text: string) => text.replaceAll(/\s*<promise>COMPLETE<\/promise>\s*/g, '\n').trim() || '*done*';

const Raw = ({ event, transcript }: RowProps) => {
  const use = event.kind === 'TOOL_CALL' ? transcript.useOf(event) : undefined;
  return (
    <pre className="my-1 max-h-96 overflow-auto rounded-md bg-sunken p-2 font-mono text-xs break-words whitespace-pre-wrap">
      {[event, use?.result].filter(Boolean).map((each) => JSON.stringify(each, (name, value: unknown) => (value === null || name === '__typename' ? undefined : value), 2)).join('\n')}
    </pre>
  );
};

function copyOf({ event, transcript }: RowProps): string {
  const result = event.kind === 'TOOL_CALL' ? transcript.useOf(event)?.result : undefined;
  return [event.text, event.toolInput, event.toolOutput, result?.toolOutput].filter(Boolean).join('\n\n');
}

interface ToolsProps {
  event: RunEvent;
  run: string;
  raw: boolean;
  setRaw: (raw: boolean) => void;
  text: string;
}

const Tools = ({ event, run, raw, setRaw, text }: ToolsProps) => (
  <div className="pointer-events-none absolute top-0 right-0 z-10 flex items-center gap-0.5 rounded-md border bg-surface opacity-0 shadow-card group-has-[:focus-visible]/row:pointer-events-auto group-has-[:focus-visible]/row:opacity-100 group-hover/row:pointer-events-auto group-hover/row:opacity-100">
    <time dateTime={event.at} className="px-1.5 text-2xs text-faint tabular-nums" title={exactTime(event.at)}>
      {new Date(event.at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' })}
    </time>
    <CopyButton text={text} label="Copy block" />
    <Button look="ghost" size="icon-sm" aria-label="Raw view" title="Raw view" aria-pressed={raw} onClick={() => setRaw(!raw)}>
      <Braces />
    </Button>
    <Button look="ghost" size="icon-sm" aria-label="Copy link to block" title="Copy link to block" onClick={() => link(run, event.seq)}>
      <Link2 />
    </Button>
  </div>
);

/** It leads to the same block later too, when another run is the newest or another tab would be shown. */
function link(run: string, seq: number) {
  const address = new URL(location.href);
  address.searchParams.set('tab', 'run');
  address.searchParams.set('run', run);
  address.hash = `#${seq}`;
  navigator.clipboard.writeText(address.href).then(
    () => done('Link copied'),
    () => done(address.href),
  );
}
