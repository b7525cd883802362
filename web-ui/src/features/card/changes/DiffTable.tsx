import { MessageSquarePlus } from 'lucide-react';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { Diff, getChangeKey, Hunk, parseDiff, type ChangeData, type HunkTokens } from 'react-diff-view';
import 'react-diff-view/style/index.css';
import { colour } from './highlight';
import type { FileDiff } from './data';
import './diff.css';

interface Props {
  file: FileDiff;
  split: boolean;
  /** What stands below a line of the new file. */
  below: (line: number) => ReactNode;
  /** Lines that have something below them. */
  lines: readonly number[];
  comment: (line: number) => void;
}

/** The line of the new file that a change is on, or null for a deleted one. */
const newLine = (change: ChangeData): number | null =>
  change.type === 'insert' ? change.lineNumber : change.type === 'normal' ? change.newLineNumber : null;

/** One file's change, in colours. Loaded on demand: this is the heavy part. */
export const DiffTable = ({ file, split, below, lines, comment }: Props) => {
  const parsed = useMemo(() => parseDiff(file.patch, { nearbySequences: 'zip' })[0], [file.patch]);
  const [tokens, setTokens] = useState<HunkTokens | null>(null);
  useEffect(() => {
    let stopped = false;
    if (parsed) void colour(parsed.hunks, file.path).then((found) => !stopped && setTokens(found), () => undefined);
    return () => {
      stopped = true;
    };
  }, [parsed, file.path]);
  if (!parsed || parsed.hunks.length === 0) return <p className="px-3 py-2 text-xs text-muted">{unchanged(file)}</p>;
  const widgets: Record<string, ReactNode> = {};
  for (const change of parsed.hunks.flatMap((hunk) => hunk.changes)) {
    const line = newLine(change);
    if (line !== null && lines.includes(line)) widgets[getChangeKey(change)] = below(line);
  }
  return (
    <Diff
      diffType={parsed.type}
      hunks={parsed.hunks}
      viewType={split && parsed.type === 'modify' ? 'split' : 'unified'}
      tokens={tokens}
      widgets={widgets}
      gutterType="default"
      renderGutter={({ change, side, renderDefault }) => {
        const line = newLine(change);
        return (
          <>
            {side === 'new' && line !== null && (
              <button type="button" aria-label={`Comment on line ${line}`} title="Comment on this line" onClick={() => comment(line)} className="diff-comment">
                <MessageSquarePlus className="size-3" />
              </button>
            )}
            {renderDefault()}
          </>
        );
      }}
    >
      {(hunks) => hunks.map((hunk) => <Hunk key={hunk.content} hunk={hunk} />)}
    </Diff>
  );
};

const unchanged = (file: FileDiff): string =>
  file.status === 'RENAMED' ? `Renamed from ${file.oldPath ?? 'elsewhere'}, without a change.` : 'No text to compare: the file is binary or empty.';
