import { Folder } from 'lucide-react';
import { useMemo } from 'react';
import { cn } from '@/shared/ui/cn';
import type { FileDiff } from './data';
import { treeOf, type TreeNode } from './tree';

interface Props {
  files: readonly FileDiff[];
  isViewed: (file: FileDiff) => boolean;
  commentsOf: (path: string) => number;
  go: (path: string) => void;
}

const LETTERS: Record<string, { letter: string; text: string; word: string }> = {
  ADDED: { letter: 'A', text: 'text-done', word: 'Added' },
  MODIFIED: { letter: 'M', text: 'text-needs', word: 'Modified' },
  DELETED: { letter: 'D', text: 'text-failed', word: 'Deleted' },
  RENAMED: { letter: 'R', text: 'text-accent', word: 'Renamed' },
};

export const StatusLetter = ({ status }: { status: string }) => {
  const look = LETTERS[status] ?? { letter: status.charAt(0), text: 'text-muted', word: status };
  return (
    <abbr title={look.word} className={cn('w-3 shrink-0 text-center font-mono text-xs font-semibold no-underline', look.text)}>
      {look.letter}
    </abbr>
  );
};

/** All changed files by folder, with what was added and removed. */
export const FileTree = (props: Props) => {
  const tree = useMemo(() => treeOf(props.files), [props.files]);
  return (
    <nav aria-label="Changed files" className="py-1">
      <Level nodes={tree} depth={0} {...props} />
    </nav>
  );
};

const Level = ({ nodes, depth, ...props }: Props & { nodes: TreeNode<FileDiff>[]; depth: number }) => (
  <ul>
    {nodes.map((node) => (
      <li key={node.path}>
        {node.file ? (
          <button
            type="button"
            onClick={() => props.go(node.path)}
            style={{ paddingLeft: 12 + depth * 12 }}
            className={cn('flex h-6 w-full items-center gap-1.5 pr-3 text-left text-xs hover:bg-hover', props.isViewed(node.file) && 'text-faint')}
          >
            <StatusLetter status={node.file.status} />
            <span className={cn('min-w-0 flex-1 truncate', props.isViewed(node.file) && 'line-through')}>{node.name}</span>
            {props.commentsOf(node.path) > 0 && <span className="rounded-full bg-needs-solid/30 px-1.5 text-2xs text-needs">{props.commentsOf(node.path)}</span>}
            <span className="shrink-0 tabular-nums">
              <span className="text-done">+{node.file.additions}</span> <span className="text-failed">−{node.file.deletions}</span>
            </span>
          </button>
        ) : (
          <p style={{ paddingLeft: 12 + depth * 12 }} className="flex h-6 items-center gap-1.5 pr-3 text-xs text-muted">
            <Folder className="size-3 shrink-0 text-faint" />
            <span className="truncate">{node.name}</span>
          </p>
        )}
        {node.children.length > 0 && <Level nodes={node.children} depth={depth + 1} {...props} />}
      </li>
    ))}
  </ul>
);
