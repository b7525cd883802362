import { expect, test } from 'vitest';
import { sectionsOf } from './sections';

test('the server divides the prompt, headings that people wrote do not', () => {
  const prompt = '# Card #1: x\n\nWork.\n\n## Task\n\nDo it.\n\n## Background\n\nLong ago.\n\n## How to finish\n\nStop.\n';
  const sections = sectionsOf(prompt);

  expect(sections.map((section) => section.name)).toEqual(['Introduction', 'Task', 'How to finish']);
  expect(sections[1]?.text).toBe('Do it.\n\n## Background\n\nLong ago.');
});

test('nothing of the prompt is left out', () => {
  const words = sectionsOf('Start\n## Task\none\n## Task\ntwo').map((section) => section.text).join(' ');
  for (const word of ['Start', 'one', '## Task', 'two']) expect(words).toContain(word);
});
