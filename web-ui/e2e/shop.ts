import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Client } from 'pg';
import type { RingmasterServer } from './server';

const AGENT = resolve(import.meta.dirname, 'house-agent.mjs');

/** Three accounts of an agent that plays its part: what the pictures need is much, and costs nothing. */
export const CONFIGURATION = `ringmaster:
  subscriptions:
    main: { platform: house-agent, model: sonnet, priority: 1, max-concurrent: 5 }
    night: { platform: house-agent, model: opus, priority: 2, max-concurrent: 2 }
  platforms:
    house-agent: { command: [${process.execPath}, ${AGENT}, "{promptFile}", "{model}"], output: stream-json }
`;

const FILES: Record<string, string> = {
  'package.json': '{ "name": "shop", "private": true, "type": "module" }\n',
  'README.md': '# Shop\n\nA small web shop.\n',
  'src/auth/login.js': `import { findAccount } from './accounts.js';

export async function login(request) {
  const account = await findAccount(request.body.email);
  if (!account || !account.matches(request.body.password)) return { status: 401 };
  return { status: 200, session: account.openSession() };
}
`,
  'src/auth/accounts.js': 'export const findAccount = async () => null;\n',
  'src/cart/price.js': `/** What a customer sees. */
export function price(amount) {
  return '$' + amount.toFixed(2);
}

export function total(lines) {
  return price(lines.reduce((sum, line) => sum + line.amount * line.count, 0));
}
`,
  'src/cart/price.test.js': `import assert from 'node:assert/strict';
import test from 'node:test';
import { price } from './price.js';

test('a price has two decimals', () => {
  assert.equal(price(3), '$3.00');
});
`,
};

/** A repository with these files and one commit. */
export function repository(path: string, files: Record<string, string>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  const git = (...args: string[]) => execFileSync('git', ['-C', path, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], { stdio: 'ignore' });
  git('init', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--message', 'Begin');
  return path;
}

export async function shop(server: RingmasterServer): Promise<string> {
  const input = { name: 'Shop', repositoryPath: repository(join(server.home, 'shop'), FILES), checkCommand: 'node --test', techStack: ['Node.js', 'Postgres'], mergeOnCompletion: true, subscription: 'main' };
  const { createProject } = await server.ask<{ createProject: { id: string } }>('mutation($i: ProjectInput!) { createProject(input: $i) { id } }', { i: input });
  return createProject.id;
}

const HOUR = 3_600_000;

/** What agents used in the days before, which nobody can wait for: written where the server keeps its sums. */
export async function daysBefore(server: RingmasterServer, project: string): Promise<void> {
  const home = join(server.home, 'postgres');
  const read = (name: string) => readFileSync(join(home, name), 'utf8').trim();
  const database = new Client({ host: '127.0.0.1', port: Number(read('port')), user: 'ringmaster', password: read('password'), database: 'postgres' });
  await database.connect();
  const today = new Date();
  today.setUTCHours(0, 0, 0, 0);
  const share = { 'main claude-sonnet-5-5': 1, 'night claude-opus-5-5': 0.7 };
  const days = [3.1, 5.4, 4.2, 8.8, 6.1, 2.4];
  for (const [index, money] of days.entries()) {
    for (const [name, part] of Object.entries(share)) {
      const [subscription, model] = name.split(' ');
      const usd = money * part * (1 + (index % 3) / 10);
      const begin = new Date(today.getTime() - (days.length - index) * 24 * HOUR);
      const at = subscription === 'night' ? 2 : 14;
      for (const [grain, when] of [['HOUR', new Date(begin.getTime() + at * HOUR)], ['DAY', begin]] as const) {
        await database.query(
          `insert into usage_rollup (grain, at, project_id, platform, subscription, model, sessions, successful_sessions, iterations, duration_ms,
             input_tokens, cache_creation_input_tokens, cache_read_input_tokens, output_tokens, cost_usd, reported_cost_usd)
           values ($1, $2, $3, 'house-agent', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)`,
          [grain, when, project, subscription, model, 4 + (index % 3), 3 + (index % 3), 9 + index, 2_400_000 + index * 300_000, Math.round(usd * 21_000), Math.round(usd * 60_000), Math.round(usd * 900_000), Math.round(usd * 14_000), usd.toFixed(4)],
        );
      }
    }
  }
  await database.end();
}
