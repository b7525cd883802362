import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { fire, newCard, reaches } from './api';
import { RingmasterServer } from './server';
import { CONFIGURATION, daysBefore, shop } from './shop';
import { expect, live, logIn, test, tile } from './test';

// The pictures of the documentation are taken anew with RINGMASTER_SCREENSHOTS=1 npm run e2e -- screenshots; each run of the tests
// takes them all, so that none of them shows what is not there any more.
const FOLDER = process.env.RINGMASTER_SCREENSHOTS ? resolve(import.meta.dirname, '../../docs/screenshots') : resolve('test-results/screenshots');

async function picture(page: Page, name: string) {
  mkdirSync(FOLDER, { recursive: true });
  // A toast and what moves would be different each time.
  await expect(page.locator('[data-sonner-toast]')).toHaveCount(0);
  await expect(page.locator('#main .animate-breathe')).toHaveCount(0);
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' });
}

const CARDS = [
  { title: 'Remove the old search', labels: ['cleanup'] },
  { title: 'Describe the API in OpenAPI', labels: ['docs', 'api'] },
  { title: 'Dark mode for the checkout', labels: ['frontend'], priority: 1 },
  { title: 'Add a health endpoint', labels: ['backend'] },
  { title: 'Fix the rounding of discounts', labels: ['bug'], priority: 0 },
  { title: 'Retry failed webhooks', labels: ['backend'] },
  { title: 'Show prices in the customer’s currency', labels: ['frontend'], priority: 1 },
  { title: 'Upgrade the payment library', labels: ['deps'], limits: { maxCostUsd: 3 } },
  { title: 'Cache the product list', labels: ['backend', 'speed'] },
  { title: 'Export orders as CSV', labels: ['backend'] },
  { title: 'Speed up the test suite', labels: ['speed'], subscription: 'night' },
  { title: 'Rate-limit the login endpoint', labels: ['auth', 'backend'], priority: 1 },
];

const PROMPT = `Five tries a minute for each address, then **429** with \`retry-after\`. Count before the password is looked at.

Leave the session handling alone.`;

test('the pages, as the documentation shows them', async ({ page, context }) => {
  test.setTimeout(600_000);
  const server = await RingmasterServer.start(CONFIGURATION);
  const cards: Record<string, string> = {};
  try {
    await logIn(context, server);
    await page.goto(server.url);
    await expect(page.getByText('Simulated agent, part of')).toBeVisible();
    await picture(page, 'welcome');

    const project = await shop(server);
    for (const { title, ...more } of CARDS) {
      const taskPrompt = title.startsWith('Rate') ? PROMPT : `${title}, with a test that fails without it.`;
      cards[title] = await newCard(server, { projectId: project, title, taskPrompt, acceptanceCriteria: ['It has a test', '`node --test` passes'], ...more });
    }
    const card = (title: string) => Object.entries(cards).find(([name]) => name.startsWith(title))?.[1] ?? '';
    const work = async (title: string, state: string, trigger = 'START_CODING') => {
      await fire(server, card(title), trigger);
      await reaches(server, card(title), state);
    };
    for (const title of ['Add a health', 'Fix the rounding']) {
      await work(title, 'CODE_REVIEW');
      await work(title, 'COMPLETED', 'APPROVE_REVIEW');
    }
    for (const title of ['Retry failed', 'Show prices']) await work(title, 'CODE_REVIEW');
    await server.ask('mutation($c: ID!, $i: ReviewCommentInput!) { addReviewComment(cardId: $c, comment: $i) { id } }', {
      c: card('Show prices'),
      i: { path: 'src/cart/price.js', line: 3, text: 'Please take the language from the customer too, not always English.' },
    });
    await fire(server, card('Cache'), 'START_PLANNING');
    for (const title of ['Upgrade', 'Export', 'Speed', 'Rate-limit']) await fire(server, card(title), 'START_CODING');
    await daysBefore(server, project);

    await page.goto(`${server.url}/projects/${project}`);
    await live(page);
    await expect(tile(page, 'Upgrade the payment library')).toContainText('Budget reached');
    await expect(tile(page, 'Cache the product list')).toContainText('Plan to approve');
    await expect(tile(page, 'Rate-limit').locator('[data-activity]')).toContainText('Editing src/auth/limiter.js');
    await expect(tile(page, 'Export orders').locator('[data-activity]')).toContainText('Running npm run migrate');
    await expect(tile(page, 'Speed up').locator('[data-activity]')).toContainText('Reading');
    await picture(page, 'board');
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture(page, 'board-dark');
    await page.emulateMedia({ colorScheme: 'light' });

    await page.getByRole('button', { name: /need you$/ }).click();
    await expect(page.getByRole('dialog')).toContainText('Plan to approve');
    await picture(page, 'inbox');
    await page.keyboard.press('Escape');

    const tab = async (title: string, name: string) => {
      await page.goto(`${server.url}/projects/${project}/cards/${card(title)}?tab=${name}`);
      await live(page);
    };
    await tab('Rate-limit', 'run');
    await expect(page.getByRole('log').getByText('Edit', { exact: true }).last()).toBeVisible();
    await page.getByRole('log').getByRole('button', { name: /^Edit src\/auth\/login\.js/ }).last().click();
    await picture(page, 'live-run');
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture(page, 'live-run-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await tab('Show prices', 'changes');
    await expect(page.getByText('Please take the language')).toBeVisible();
    await expect(page.locator('.diff-code-edit').first()).toBeVisible();
    await picture(page, 'changes');
    await tab('Cache', 'plan');
    await expect(page.getByText('one read at a time')).toBeVisible();
    await picture(page, 'plan');
    await tab('Fix the rounding', 'timeline');
    await expect(page.getByText('Card written')).toBeVisible();
    await picture(page, 'timeline');
    await tab('Fix the rounding', 'prompt');
    await expect(page.getByRole('button', { name: 'Copy prompt' })).toBeVisible();
    await picture(page, 'prompt');
    await tab('Fix the rounding', 'cost');
    await expect(page.getByText('By iteration')).toBeVisible();
    await picture(page, 'cost');

    for (const [name, path, shows] of [
      ['runs', `/projects/${project}/runs`, 'Ended'],
      ['settings', `/projects/${project}/settings`, 'How work is checked'],
      ['delivery', `/projects/${project}/settings/delivery`, 'Pull request and build'],
      ['prompt-settings', `/projects/${project}/settings/prompt`, 'A history that is too long'],
      ['budgets', `/projects/${project}/settings/budgets`, 'Today, this project'],
      ['agents', '/agents', '83 % used'],
      ['access', '/access', 'Audit log'],
    ] as const) {
      if (name === 'budgets') await budgets(server, project);
      await page.goto(server.url + path);
      await expect(page.getByText(shows).first()).toBeVisible();
      await live(page);
      await picture(page, name);
    }
    await page.goto(`${server.url}/projects/${project}/metrics`);
    await page.getByRole('region', { name: 'Cost over time' }).locator('.recharts-bar-rectangle').first().waitFor();
    await expect(page.getByRole('region', { name: 'By card' }).first()).toBeVisible();
    await picture(page, 'metrics');
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture(page, 'metrics-dark');

    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 360, height: 720 });
    await tab('Show prices', 'changes');
    await expect(page.getByText('Please take the language')).toBeVisible();
    await picture(page, 'phone');
  } finally {
    // Its agents would work on without the server.
    for (const id of Object.values(cards)) await server.ask('mutation($c: ID!) { stopLoop(cardId: $c) { id } }', { c: id }).catch(() => undefined);
    await server.stop();
  }
});

async function budgets(server: RingmasterServer, project: string) {
  for (const budget of [
    { scope: 'PROJECT', subject: project, period: 'DAY', maxCostUsd: 20 },
    { scope: 'PROJECT', subject: project, period: 'MONTH', maxCostUsd: 90 },
    { scope: 'SUBSCRIPTION', subject: 'night', period: 'WEEK', maxCostUsd: 30, maxTokens: 60_000_000 },
  ])
    await server.ask('mutation($i: BudgetInput!) { setBudget(input: $i) { share } }', { i: budget });
}
