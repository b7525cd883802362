// Fails when the JavaScript that a first visit loads is too big. Prints what it is.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT_KB = 300;
const page = readFileSync('dist/index.html', 'utf8');
if (/<script(?![^>]*\bsrc=)[^>]*>/.test(page)) {
  console.error('dist/index.html has an inline script, which the Content-Security-Policy forbids.');
  process.exit(1);
}
const scripts = new Set([...page.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map((match) => match[1]));
// What the entry imports statically is loaded with it, whether or not the page preloads it.
for (const script of scripts) {
  for (const [, name] of readFileSync(`dist/${script}`, 'utf8').matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) {
    scripts.add(`assets/${name}`);
  }
}
const kb = [...scripts].reduce((sum, script) => sum + gzipSync(readFileSync(`dist/${script}`), { level: 9 }).length, 0) / 1000;
console.log(`initial JavaScript: ${kb.toFixed(1)} kB compressed in ${scripts.size} files (limit ${LIMIT_KB} kB)`);
if (scripts.size === 0 || kb > LIMIT_KB) process.exit(1);
