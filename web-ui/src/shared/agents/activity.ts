import { kindOf, shortPath, type ToolKind } from './tools';

/** What an agent did last, as the server tells it. */
export interface Activity {
  kind: string | null;
  toolName: string | null;
  target: string | null;
}

const VERBS: Record<ToolKind, string> = {
  read: 'Reading', edit: 'Editing', command: 'Running', search: 'Searching', web: 'Fetching', agent: 'Delegating', todo: 'Planning', check: 'Checking', other: '',
};

/** "Editing src/auth/Limiter.java": what an agent does now, in one line. */
export function activityWords({ kind, toolName, target }: Activity): string {
  const what = shortPath(target ?? '');
  switch (kind) {
    case 'TOOL_CALL':
      return `${VERBS[kindOf(toolName)] || toolName || 'Using a tool'} ${what}`.trim();
    case 'FILE_CHANGED':
      return `Changed ${what}`;
    case 'THINKING':
      return what ? `Thinking: ${what}` : 'Thinking';
    case 'ASSISTANT_TEXT':
      return what;
    default:
      return 'Starting';
  }
}
