// Takes the pictures of the documentation from a server with an empty home, and so walks the demo from the first page to
// a completed card. Needs playwright-core in the current directory (npm install playwright-core) and a Chromium.
//
//   RINGMASTER_HOME=$(mktemp -d) QUARKUS_HTTP_PORT=8099 ./ringmaster up
//   node docs/screenshots/take.mjs http://127.0.0.1:8099 <its home>/token [/usr/bin/chromium]

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [address, tokenFile, executablePath = '/usr/bin/chromium'] = process.argv.slice(2);
if (!address || !tokenFile) throw new Error('usage: take.mjs <address> <token file> [<chromium>]');
const { chromium } = createRequire(join(process.cwd(), 'x.js'))('playwright-core');
const folder = dirname(fileURLToPath(import.meta.url));
const PATIENCE = 40_000;

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'] });
const context = await browser.newContext({ viewport: { width: 1280, height: 760 } });
context.setDefaultTimeout(PATIENCE);
const page = await context.newPage();
const faults = [];
page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
page.on('pageerror', (error) => faults.push(error.message));

const picture = async (name) => {
  // What appears because of an answer needs a moment until it is painted.
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(folder, `${name}.png`) });
};
const tile = (title) => page.locator('.tile', { hasText: title });
const open = (title) => tile(title).locator('.tile-title').click();
const drawer = (selector) => page.locator(`.drawer ${selector}`);
const state = (words) => drawer('.drawer-head .tile-row').filter({ hasText: words }).waitFor();

await page.goto(`${address}/?token=${readFileSync(tokenFile, 'utf8').trim()}`);
await page.getByText('Simulated agent').waitFor();
await picture('first-page');
await page.getByRole('button', { name: 'Try it with the demo project' }).click();

// A card in each of several states makes a board worth looking at.
await tile('Greet by name').getByText('Start coding').click();
await open('Greet by name');
await state('In review');
await drawer('.drawer-head').getByText('Approve', { exact: true }).click();
await state('Completed');
await drawer('.tabs').getByText('Timeline').click();
await picture('timeline');
await page.keyboard.press('Escape');

await tile('Add a stats command').getByText('Start coding').click();
await open('Add a stats command');
await drawer('.tabs').getByText('Run', { exact: true }).click();
await drawer('.event').nth(8).waitFor();
await picture('live-run');
await state('In review');
await drawer('.tabs').getByText('Changes').click();
await drawer('.patch').first().waitFor();
await picture('review');
await page.keyboard.press('Escape');

await tile('Add a repeat command').getByText('Start coding').click();
await tile('Add a repeat command').getByText('Running').waitFor();
await picture('board');
await page.emulateMedia({ colorScheme: 'dark' });
await picture('board-dark');
await page.setViewportSize({ width: 360, height: 740 });
await open('Add a stats command');
await state('In review');
await drawer('.tabs').getByText('Run', { exact: true }).click();
await drawer('.event').first().waitFor();
await picture('phone');

await browser.close();
if (faults.length) throw new Error('The page complained:\n' + faults.join('\n'));
