// Plays a coding agent for the pictures of the documentation: speaks Claude Code's stream, edits real files, asks no model.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const [promptFile, model] = process.argv.slice(2);
const title = /^# Card #\d+: (.+)$/m.exec(readFileSync(promptFile, 'utf8'))?.[1]?.trim() ?? '';
const name = model === 'opus' ? 'claude-opus-5-5' : 'claude-sonnet-5-5';
const session = '7d1c9a52-3f0e-4b6f-9a57-2f7a3ec1b0d4';
let turn = 0;

const say = (line) => process.stdout.write(JSON.stringify({ session_id: session, ...line }) + '\n');

async function message(...content) {
  turn++;
  const usage = { input_tokens: 2_000, cache_creation_input_tokens: 24_000, cache_read_input_tokens: 90_000 + turn * 9_000, output_tokens: 2_600 };
  say({ type: 'assistant', message: { id: `m${turn}`, role: 'assistant', model: name, content, usage } });
  await pause(150);
}

const think = (thinking) => message({ type: 'thinking', thinking });
const tell = (text) => message({ type: 'text', text });

async function use(tool, input, output, failed = false) {
  const id = `t${turn + 1}`;
  await message({ type: 'tool_use', id, name: tool, input });
  await pause(120);
  if (output !== undefined) say({ type: 'user', message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, is_error: failed, content: output }] } });
}

async function edit(path, before, after) {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, before === '' ? after : text.replace(before, after));
  if (before === '') await use('Write', { file_path: path, content: after }, `File created successfully at: ${path}`);
  else await use('Edit', { file_path: path, old_string: before, new_string: after }, `The file ${path} has been updated.`);
}

const passed = '\u001b[32m✔\u001b[0m a price has two decimals \u001b[90m(0.8ms)\u001b[0m\n\u001b[32m✔\u001b[0m the sixth try within a minute is refused \u001b[90m(2.1ms)\u001b[0m\nℹ tests 2\nℹ pass 2\nℹ fail 0';

const end = (cost, words = 'Done.') => {
  const usage = { input_tokens: 2_000 * turn, cache_creation_input_tokens: 24_000 * turn, cache_read_input_tokens: 120_000 * turn, output_tokens: 2_600 * turn };
  say({ type: 'result', subtype: 'success', is_error: false, result: `${words} <promise>COMPLETE</promise>`, total_cost_usd: cost, usage, modelUsage: { [name]: { inputTokens: 0, outputTokens: 0 } } });
};

/** Works on until somebody stops it. */
async function goOn() {
  for (;;) await pause(60_000);
}

const LIMITER = `const WINDOW = 60_000;
const MOST = 5;
const tries = new Map();

/** Whether one more try is allowed: five a minute for each address. */
export function mayTry(address, now = Date.now()) {
  const recent = (tries.get(address) ?? []).filter((at) => now - at < WINDOW);
  tries.set(address, [...recent, now]);
  return recent.length < MOST;
}
`;

const PLAN = `The product list is read from the database for each visitor. It changes a few times a day.

1. Keep the list in memory for a minute in \`src/catalogue/cache.js\`, with one read at a time however many ask.
2. Let the admin's \`saveProduct\` empty it, so that nobody sees an old price after a change.
3. Count hits and misses for the metrics page.

What stays as it is: the order of the list, and the API.

## Acceptance criteria

- A second request within a minute asks the database nothing
- A saved product is seen by the next request
- A hundred requests at once cause one read
`;

const WORK = {
  async 'Rate-limit the login endpoint'() {
    await think('The login answers at once however often it is asked. Let me see what there is before I choose where to count.');
    await use('Read', { file_path: 'src/auth/login.js' }, readFileSync('src/auth/login.js', 'utf8'));
    await use('Grep', { pattern: 'login\\(', path: 'src' }, 'src/auth/login.js:3:export async function login(request) {');
    await tell('`login` is the only way in, so the limit belongs there. I count tries **per address**, five a minute, and answer 429 with `retry-after` before the password is looked at.');
    await edit('src/auth/limiter.js', '', LIMITER);
    await edit('src/auth/login.js', "import { findAccount } from './accounts.js';\n", "import { findAccount } from './accounts.js';\nimport { mayTry } from './limiter.js';\n");
    await edit('src/auth/login.js', '  const account = await', "  if (!mayTry(request.address)) return { status: 429, headers: { 'retry-after': '60' } };\n  const account = await");
    await think('Now a test that fails without it: six tries within a minute, the sixth is refused; a minute later one is allowed again.');
    await edit('src/auth/limiter.test.js', '', "import assert from 'node:assert/strict';\nimport test from 'node:test';\nimport { mayTry } from './limiter.js';\n\ntest('the sixth try within a minute is refused', () => {\n  for (let n = 0; n < 5; n++) assert.ok(mayTry('a', n));\n  assert.equal(mayTry('a', 6), false);\n});\n");
    await use('Bash', { command: 'node --test' }, passed);
    await use('Edit', { file_path: 'src/auth/limiter.js', old_string: 'tries.set', new_string: 'tries.set' });
    await goOn();
  },
  async 'Export orders as CSV'() {
    await use('Read', { file_path: 'src/orders/list.js' }, 'export const orders = [];');
    await use('Bash', { command: 'npm run migrate -- --dry-run' });
    await goOn();
  },
  async 'Speed up the test suite'() {
    await think('Most of the time goes into starting the database for each file.');
    await use('Read', { file_path: 'src/cart/price.test.js' });
    await goOn();
  },
  async 'Upgrade the payment library'() {
    await use('Bash', { command: 'npm outdated' }, 'payments  4.2.0  6.0.1');
    say({ type: 'assistant', message: { id: 'big', role: 'assistant', model: name, content: [{ type: 'text', text: 'Version 6 has another way to sign requests; reading its guide.' }], usage: { input_tokens: 1_600_000, output_tokens: 9_000 } } });
    await goOn();
  },
  async 'Show prices in the customer’s currency'() {
    await think('price() is used for every amount; a currency is a second argument with the dollar as default.');
    await edit('src/cart/price.js', "export function price(amount) {\n  return '$' + amount.toFixed(2);\n}", "export function price(amount, currency = 'USD') {\n  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(amount);\n}");
    await edit('src/cart/price.js', 'export function total(lines) {\n  return price(lines.reduce', "export function total(lines, currency = 'USD') {\n  return price(lines.reduce");
    await edit('src/cart/price.js', 'line.count, 0));', 'line.count, 0), currency);');
    await edit('src/cart/price.test.js', "  assert.equal(price(3), '$3.00');\n});\n", "  assert.equal(price(3), '$3.00');\n});\n\ntest('a price is in the customer’s currency', () => {\n  assert.equal(price(3, 'EUR'), '€3.00');\n});\n");
    await use('Bash', { command: 'node --test' }, passed);
    end(0.83, 'Prices are shown in the customer’s currency.');
  },
  async 'Cache the product list'() {
    await use('Grep', { pattern: 'products', path: 'src' }, 'No matches found');
    await tell(PLAN);
    end(0.41, PLAN);
  },
};

/** Something small, for cards that are not looked into. */
async function small() {
  await think('Small and clear: one file, one test.');
  const file = `src/${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')}.js`;
  await edit(file, '', `// ${title}\nexport const done = true;\n`);
  await use('Bash', { command: 'node --test' }, passed);
  end(0.3 + title.length / 60, `${title}: done.`);
}

say({ type: 'system', subtype: 'init', model: name });
const later = (hours) => Math.round(Date.now() / 1000 + hours * 3600);
say({ type: 'rate_limit_event', rate_limit_info: { status: 'allowed', unifiedWindows: { five_hour: { utilization: 0.37, resetsAt: later(2.4) }, seven_day: { utilization: 0.83, resetsAt: later(52) } } } });
await (WORK[title] ?? small)();
