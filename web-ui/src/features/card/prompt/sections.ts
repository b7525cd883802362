/** A part of a prompt, with roughly what it weighs. */
export interface Section {
  name: string;
  text: string;
  /** An estimate: a token is about four characters. */
  tokens: number;
}

/** The headings that the server writes. What people wrote may hold headings of its own, which divide nothing. */
const HEADINGS = new Set([
  'Project', 'Card', 'Task', 'Acceptance criteria', 'Approved plan', 'Hints from a person', 'Review comments', 'What is missing', 'What failed',
  'Your last report', 'Guidance in the repository', 'How to finish',
]);

export function sectionsOf(prompt: string): Section[] {
  const parts: { name: string; lines: string[] }[] = [{ name: 'Introduction', lines: [] }];
  for (const line of prompt.split('\n')) {
    const heading = line.startsWith('## ') ? line.slice(3).trim() : '';
    // Each stands once: a second one of the same name is part of a text.
    if (HEADINGS.has(heading) && !parts.some((part) => part.name === heading)) parts.push({ name: heading, lines: [] });
    else parts.at(-1)?.lines.push(line);
  }
  return parts.map(({ name, lines }) => {
    const text = lines.join('\n').trim();
    return { name, text, tokens: Math.ceil(text.length / 4) };
  });
}
