import { markEdits, tokenize, type HunkData, type HunkTokens } from 'react-diff-view';
import { refractor } from 'refractor/core';
import type { Syntax } from 'refractor/core';

/** Grammars by the end of a file's name; each is loaded when a file of its kind is seen. */
const GRAMMARS: Record<string, () => Promise<{ default: Syntax }>> = {
  bash: () => import('refractor/bash'),
  c: () => import('refractor/c'),
  cpp: () => import('refractor/cpp'),
  csharp: () => import('refractor/csharp'),
  css: () => import('refractor/css'),
  docker: () => import('refractor/docker'),
  go: () => import('refractor/go'),
  graphql: () => import('refractor/graphql'),
  groovy: () => import('refractor/groovy'),
  ini: () => import('refractor/ini'),
  java: () => import('refractor/java'),
  javascript: () => import('refractor/javascript'),
  json: () => import('refractor/json'),
  kotlin: () => import('refractor/kotlin'),
  makefile: () => import('refractor/makefile'),
  markdown: () => import('refractor/markdown'),
  markup: () => import('refractor/markup'),
  php: () => import('refractor/php'),
  properties: () => import('refractor/properties'),
  python: () => import('refractor/python'),
  ruby: () => import('refractor/ruby'),
  rust: () => import('refractor/rust'),
  scala: () => import('refractor/scala'),
  scss: () => import('refractor/scss'),
  sql: () => import('refractor/sql'),
  swift: () => import('refractor/swift'),
  toml: () => import('refractor/toml'),
  tsx: () => import('refractor/tsx'),
  typescript: () => import('refractor/typescript'),
  yaml: () => import('refractor/yaml'),
};

const ENDINGS: Record<string, string> = {
  sh: 'bash', bash: 'bash', zsh: 'bash', c: 'c', h: 'c', cc: 'cpp', cpp: 'cpp', hpp: 'cpp', cs: 'csharp', css: 'css', go: 'go', graphql: 'graphql',
  gql: 'graphql', gradle: 'groovy', groovy: 'groovy', ini: 'ini', java: 'java', js: 'javascript', mjs: 'javascript', cjs: 'javascript', jsx: 'tsx',
  json: 'json', kt: 'kotlin', kts: 'kotlin', md: 'markdown', html: 'markup', xml: 'markup', svg: 'markup', vue: 'markup', php: 'php',
  properties: 'properties', py: 'python', rb: 'ruby', rs: 'rust', scala: 'scala', scss: 'scss', sql: 'sql', swift: 'swift', toml: 'toml',
  ts: 'typescript', tsx: 'tsx', yaml: 'yaml', yml: 'yaml',
};

export function languageOf(path: string): string | null {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (name === 'dockerfile') return 'docker';
  if (name === 'makefile') return 'makefile';
  return ENDINGS[name.slice(name.lastIndexOf('.') + 1)] ?? null;
}

/** react-diff-view expects the older refractor's answer: the nodes without their root. */
const highlighter = { highlight: (text: string, language: string) => refractor.highlight(text, language).children };

/** Above this, colours would cost more time than they help. */
const MOST_CHARS = 120_000;

/** Syntax colours and marks at changed words; null where there are too many lines to colour. */
export async function colour(hunks: HunkData[], path: string): Promise<HunkTokens | null> {
  const size = hunks.reduce((sum, hunk) => sum + hunk.changes.reduce((inner, change) => inner + change.content.length, 0), 0);
  if (size > MOST_CHARS) return null;
  const enhancers = [markEdits(hunks, { type: 'block' })];
  const language = languageOf(path);
  const grammar = language && GRAMMARS[language];
  if (!grammar || !language) return tokenize(hunks, { highlight: false, enhancers });
  refractor.register((await grammar()).default);
  return tokenize(hunks, { highlight: true, refractor: highlighter, language, enhancers });
}
