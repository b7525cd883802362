import { useMemo, useState, type ReactNode } from 'react';
import { shortPath, type ToolKind } from '@/shared/agents/tools';
import type { RunEvent } from '@/shared/feed/runLog';
import { cn } from '@/shared/ui/cn';
import { Ansi } from '@/features/card/run/Ansi';
import { commandOf, editLines, inputOf, targetOf, type DiffLine } from '@/features/card/run/toolCalls';
import type { ToolUse } from '@/features/card/run/transcript';

const SHORT = 4_000;

/** What went into a tool and what came out, in the shape that suits it. */
export const ToolBody = ({ event, kind, use }: { event: RunEvent; kind: ToolKind; use: ToolUse | undefined }) => {
  const output = use?.result?.toolOutput ?? '';
  const failed = use?.result?.isError === true;
  const edit = useMemo(() => (kind === 'edit' ? editLines(event) : null), [event, kind]);
  if (kind === 'command' || kind === 'check') return <TerminalBlock command={commandOf(event)} output={output} failed={failed} />;
  if (edit) {
    return (
      <div className="border-t">
        <p className="truncate px-2.5 py-1 font-mono text-xs text-muted">{targetOf(event)}</p>
        <MiniDiff lines={edit} />
        {failed && <Output text={output} failed />}
      </div>
    );
  }
  return (
    <div className="border-t">
      <Inputs event={event} />
      {output && <Output text={output} failed={failed} />}
      {use && use.files.size > 0 && <p className="border-t px-2.5 py-1 text-xs text-muted">Changed {[...use.files].join(', ')}</p>}
    </div>
  );
};

const Inputs = ({ event }: { event: RunEvent }) => (
  <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 px-2.5 py-1.5 text-xs">
    {Object.entries(inputOf(event)).map(([name, value]) => (
      <div key={name} className="contents">
        <dt className="text-faint">{name}</dt>
        <dd className="max-h-60 min-w-0 overflow-y-auto font-mono break-words whitespace-pre-wrap">
          {typeof value === 'string' ? shortPath(value) : JSON.stringify(value, null, 1)}
        </dd>
      </div>
    ))}
  </dl>
);

const Output = ({ text, failed }: { text: string; failed: boolean }) => (
  <Cut text={text}>
    {(shown) => (
      <pre className={cn('max-h-96 overflow-auto border-t px-2.5 py-1.5 font-mono text-xs break-words whitespace-pre-wrap', failed ? 'text-failed' : 'text-muted')}>
        <Ansi text={shown} />
      </pre>
    )}
  </Cut>
);

const TerminalBlock = ({ command, output, failed }: { command: string; output: string; failed: boolean }) => (
  <div className="rounded-b-md border-t bg-sunken">
    <pre className="overflow-x-auto px-2.5 pt-1.5 pb-1 font-mono text-xs break-words whitespace-pre-wrap">
      <span aria-hidden className="mr-2 text-accent select-none">
        $
      </span>
      {command}
    </pre>
    <Cut text={output}>
      {(shown) => (
        <pre className={cn('max-h-96 overflow-auto px-2.5 pb-2 font-mono text-xs break-words whitespace-pre-wrap', failed && 'border-l-2 border-failed')}>
          {shown ? <Ansi text={shown} /> : <span className="text-faint">no output</span>}
        </pre>
      )}
    </Cut>
  </div>
);

/** A long text begins short, so that opening a row costs little. */
const Cut = ({ text, children }: { text: string; children: (shown: string) => ReactNode }) => {
  const [whole, setWhole] = useState(false);
  const long = text.length > SHORT && !whole;
  return (
    <>
      {children(long ? text.slice(0, SHORT) : text)}
      {long && (
        <button type="button" onClick={() => setWhole(true)} className="block w-full border-t px-2.5 py-1 text-left text-xs text-accent hover:bg-hover">
          Show all {text.length.toLocaleString('en-US')} characters
        </button>
      )}
    </>
  );
};

const SIGNS: Record<DiffLine['sign'], string> = {
  '+': 'bg-done/12',
  '-': 'bg-failed/12',
  ' ': '',
  '@': 'bg-hover text-faint',
};

const MOST_LINES = 200;

export const MiniDiff = ({ lines }: { lines: readonly DiffLine[] }) => {
  const [whole, setWhole] = useState(false);
  const shown = whole ? lines : lines.slice(0, MOST_LINES);
  return (
    <div className="max-h-96 overflow-auto rounded-b-md bg-sunken font-mono text-xs leading-[18px]">
      {shown.map((line, index) => (
        <div key={index} className={cn('flex', SIGNS[line.sign])}>
          <span className={cn('w-6 shrink-0 text-center select-none', line.sign === '+' && 'text-done', line.sign === '-' && 'text-failed')}>
            {line.sign === '@' ? '' : line.sign}
          </span>
          <span className="min-w-0 flex-1 break-words whitespace-pre-wrap">{line.text || ' '}</span>
        </div>
      ))}
      {shown.length < lines.length && (
        <button type="button" onClick={() => setWhole(true)} className="block w-full px-2.5 py-1 text-left text-accent hover:bg-hover">
          Show all {lines.length} lines
        </button>
      )}
    </div>
  );
};
