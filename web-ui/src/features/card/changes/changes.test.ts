import { expect, test } from 'vitest';
import { languageOf } from './highlight';
import { treeOf } from './tree';
import { fingerprint } from './viewed';

const names = (nodes: ReturnType<typeof treeOf>): unknown[] => nodes.map((node) => (node.file ? node.name : [node.name, names(node.children)]));

test('folders come first, and lonely ones are one line', () => {
  const files = ['README.md', 'src/main/java/B.java', 'src/main/java/A.java', 'docs/a.md', 'docs/b/c.md'].map((path) => ({ path }));
  expect(names(treeOf(files))).toEqual([['docs', [['b', ['c.md']], 'a.md']], ['src/main/java', ['A.java', 'B.java']], 'README.md']);
});

test('a file that was turned into a folder is both', () => {
  expect(names(treeOf([{ path: 'a' }, { path: 'a/b' }]))).toEqual([['a', ['b']], 'a']);
});

test('a viewed file that changed again is not viewed any more', () => {
  const file = { path: 'a.txt', patch: '@@ -1 +1 @@\n-a\n+b\n' };
  expect(fingerprint(file)).toBe(fingerprint({ ...file }));
  expect(fingerprint({ ...file, patch: '@@ -1 +1 @@\n-a\n+c\n' })).not.toBe(fingerprint(file));
});

test.each([['src/A.java', 'java'], ['Dockerfile', 'docker'], ['a/b.test.tsx', 'tsx'], ['LICENSE', null], ['.gitignore', null]])('%s is coloured as %s', (path, language) => {
  expect(languageOf(path)).toBe(language);
});
