// Fails when the generated types are not those of schema.graphql.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const file = 'src/shared/api/schema-types.d.ts';
const committed = readFileSync(file, 'utf8');
execFileSync('npx', ['gql.tada', 'generate-output'], { stdio: ['ignore', 'ignore', 'inherit'] });
const current = readFileSync(file, 'utf8');
if (committed !== current) {
  writeFileSync(file, committed);
  console.error(`${file} is not what schema.graphql says. Run: npm run types`);
  process.exit(1);
}
