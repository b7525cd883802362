/** "…was not found. Install it with: npm i -g x" → what was found, and the command that repairs it. */
export function repairOf(message: string): { words: string; command: string | null } {
  const found = /^(.*?)\s*(?:\.\s*)?((?:Install it|Install it again|Update it|Log in|Build it again) with|Log in again): (.+)$/s.exec(message);
  if (!found) return { words: message, command: null };
  const [, before = '', , rest = ''] = found;
  const command = rest.replace(/, then resume the loop\..*$/s, '').trim();
  return { words: before.replace(/[.,]$/, '') || 'Its login was refused', command };
}
