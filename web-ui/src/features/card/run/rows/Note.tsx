import { CheckCheck, CircleStop, FileDiff, Hand, KeyRound, Lightbulb, Plug, Scissors, Terminal, Timer, TriangleAlert, type LucideIcon } from 'lucide-react';
import { shortPath } from '@/shared/agents/tools';
import type { RunEvent } from '@/shared/feed/runLog';
import { cn } from '@/shared/ui/cn';
import { Time } from '@/shared/ui/time';
import { Ansi } from '@/features/card/run/Ansi';
import type { RowProps } from './Row';

interface Look {
  icon: LucideIcon;
  word: string;
  text: string;
}

function lookOf(event: RunEvent): Look {
  switch (event.kind) {
    case 'COMPLETION_SIGNAL':
      return { icon: CheckCheck, word: 'Says it is done', text: 'text-done' };
    case 'RATE_LIMIT':
      return { icon: Timer, word: event.isError ? 'Usage limit reached' : 'Usage limit near', text: event.isError ? 'text-waiting' : 'text-muted' };
    case 'AUTH_FAILED':
      return { icon: KeyRound, word: 'Login refused', text: 'text-failed' };
    case 'WARNING':
      return { icon: TriangleAlert, word: 'Note', text: 'text-muted' };
    case 'SESSION_STARTED':
      return { icon: Plug, word: 'Session', text: 'text-faint' };
    case 'SESSION_ENDED':
      return { icon: CircleStop, word: 'Ended with an error', text: 'text-failed' };
    case 'FILE_CHANGED':
      return { icon: FileDiff, word: 'Changed', text: 'text-muted' };
    case 'TOOL_RESULT':
      return { icon: Terminal, word: 'Answer of a tool', text: event.isError ? 'text-failed' : 'text-muted' };
    case 'GAP':
      return { icon: Scissors, word: 'Gap', text: 'text-waiting' };
    case 'RAW':
      return { icon: Terminal, word: 'Output', text: 'text-faint' };
    default:
      return { icon: Hand, word: event.kind, text: 'text-faint' };
  }
}

/** What is neither prose nor a tool: one line, with its sign and its words. */
export const Note = ({ event }: RowProps) => {
  if (event.kind === 'HINT') return <Hint event={event} />;
  const { icon: Icon, word, text } = lookOf(event);
  const isOutput = event.kind === 'TOOL_RESULT' || event.kind === 'RAW';
  return (
    <div className="flex items-start gap-1.5 py-1 text-xs">
      <Icon className={cn('mt-px size-3.5 shrink-0', text)} />
      <span className={cn('shrink-0 font-medium', text)}>{word}</span>
      {isOutput ? (
        <pre className="max-h-60 min-w-0 flex-1 overflow-auto font-mono break-words whitespace-pre-wrap text-muted">
          <Ansi text={event.toolOutput ?? event.text ?? ''} />
        </pre>
      ) : (
        <span className="min-w-0 flex-1 break-words whitespace-pre-wrap text-muted">
          {wordsOf(event)}
          {event.resetsAt && (
            <>
              {' '}
              · opens again in <Time at={event.resetsAt} as="until" />
            </>
          )}
        </span>
      )}
    </div>
  );
};

/** What the look's own words do not say yet. */
function wordsOf(event: RunEvent): string {
  if (event.kind === 'COMPLETION_SIGNAL') return '';
  return shortPath((event.text ?? event.path ?? '').replace(/^Session (?=\S)/, ''));
}

const Hint = ({ event }: { event: RunEvent }) => (
  <div className="my-1.5 flex items-start gap-2 rounded-md border-l-2 border-accent bg-accent/8 px-3 py-2 text-sm">
    <Lightbulb className="mt-0.5 size-4 shrink-0 text-accent" />
    <div className="min-w-0">
      <p className="text-xs font-semibold text-accent">Told by a person</p>
      <p className="break-words whitespace-pre-wrap">{event.text}</p>
    </div>
  </div>
);
