export type ToolKind = 'read' | 'edit' | 'command' | 'search' | 'web' | 'agent' | 'todo' | 'check' | 'other';

/** The names that the agents give to tools that do the same. */
const KINDS: [ToolKind, RegExp][] = [
  ['check', /^check$/],
  ['edit', /^(write|edit|multiedit|notebookedit|write_file|replace|apply_patch|patch|file_change|str_replace.*|create)$/i],
  ['read', /^(read|read_file|read_many_files|view|notebookread|cat|ls|list|list_directory)$/i],
  ['command', /^(bash|shell|run_shell_command|command_execution|exec|local_shell|bashoutput|terminal)$/i],
  ['search', /^(grep|glob|search|search_file_content|find|codesearch|toolsearch)$/i],
  ['web', /^(webfetch|websearch|web_fetch|web_search|google_web_search|fetch)$/i],
  ['agent', /^(task|agent|subagent|delegate)$/i],
  ['todo', /^(todowrite|todoread|todo_list|update_plan|write_todos|taskcreate|taskupdate)$/i],
];

export const kindOf = (name: string | null): ToolKind => KINDS.find(([, names]) => names.test(name ?? ''))?.[0] ?? 'other';

/** A path as it is in the repository: what lies before the card's worktree helps nobody. */
export const shortPath = (path: string): string => path.replaceAll(/\/\S*\/worktrees\/[^/\s]+\/[^/\s]+\//g, '');
