import { expect, test } from 'vitest';
import { activityWords } from './activity';

test('says in one line what an agent does, whatever its platform calls its tools', () => {
  const edit = { kind: 'TOOL_CALL', toolName: 'str_replace_based_edit_tool', target: '/home/me/.ringmaster/worktrees/p/4-limit/src/Limiter.java' };

  expect(activityWords(edit)).toBe('Editing src/Limiter.java');
  expect(activityWords({ kind: 'TOOL_CALL', toolName: 'command_execution', target: 'npm test' })).toBe('Running npm test');
  expect(activityWords({ kind: 'TOOL_CALL', toolName: 'mcp__browser__click', target: null })).toBe('mcp__browser__click');
  expect(activityWords({ kind: 'THINKING', toolName: null, target: 'The check got one line less' })).toBe('Thinking: The check got one line less');
  expect(activityWords({ kind: null, toolName: null, target: null })).toBe('Starting');
});
