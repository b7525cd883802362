import { expect, test } from 'vitest';
import { repairOf } from './repair';

test('the command that repairs is taken out of what the server says', () => {
  expect(repairOf("Claude Code was not found ('claude'). Install it with: npm install -g @anthropic-ai/claude-code")).toEqual({
    words: "Claude Code was not found ('claude')",
    command: 'npm install -g @anthropic-ai/claude-code',
  });
  expect(repairOf('Claude Code 2.1.330 at /usr/bin/claude, not logged in. Log in with: claude auth login')).toEqual({
    words: 'Claude Code 2.1.330 at /usr/bin/claude, not logged in',
    command: 'claude auth login',
  });
  expect(repairOf('Log in again: CODEX_HOME=/home/me/.codex codex login, then resume the loop. ')).toEqual({
    words: 'Its login was refused',
    command: 'CODEX_HOME=/home/me/.codex codex login',
  });
});

test('what needs no repair is said as it is', () => {
  expect(repairOf('Simulated agent, part of Ringmaster; costs nothing')).toEqual({ words: 'Simulated agent, part of Ringmaster; costs nothing', command: null });
});
