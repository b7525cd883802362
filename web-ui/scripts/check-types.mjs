// Fails when the generated types are not those of schema.graphql.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const file = 'src/shared/api/schema-types.d.ts';
const folder = mkdtempSync(join(tmpdir(), 'ringmaster-types-'));
try {
  const fresh = join(folder, 'schema-types.d.ts');
  execFileSync('npx', ['gql.tada', 'generate-output', '--output', fresh], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (readFileSync(fresh, 'utf8') !== readFileSync(file, 'utf8')) {
    console.error(`${file} is not what schema.graphql says. Run: npm run types`);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
