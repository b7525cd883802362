import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { demoProject, expect, live, test, tile } from './test';
import type { RingmasterServer } from './server';

/** Every page, with a word that stands there once what it shows has come. */
const pagesOf = (project: string) => [
  { name: 'board', path: `/projects/${project}`, shows: 'Greet by name' },
  { name: 'runs', path: `/projects/${project}/runs`, shows: /Ended|No agent has worked here yet/ },
  { name: 'metrics', path: `/projects/${project}/metrics?period=today`, shows: /Time in each state|No agent has worked in this period/ },
  { name: 'settings', path: `/projects/${project}/settings`, shows: 'How work is checked' },
  { name: 'agents', path: '/agents', shows: 'Simulated agent' },
];

async function serious(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`);
}

for (const colorScheme of ['dark', 'light'] as const) {
  test(`every page in ${colorScheme}: no serious fault of accessibility`, async ({ page, server }) => {
    const project = await demoProject(server);
    await page.emulateMedia({ colorScheme });
    for (const { name, path, shows } of pagesOf(project)) {
      await page.goto(path);
      await expect(page.getByText(shows).first()).toBeVisible();
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
      expect(await serious(page), name).toEqual([]);
    }
  });
}

test('every page fits a screen of 360 pixels', async ({ page, server }) => {
  const project = await demoProject(server);
  await page.setViewportSize({ width: 360, height: 740 });
  for (const { name, path, shows } of pagesOf(project)) {
    await page.goto(path);
    await expect(page.getByText(shows).first()).toBeAttached();
    const main = await page.locator('#main').evaluate((element) => ({ wanted: document.documentElement.scrollWidth, width: element.clientWidth }));
    expect(main, name).toEqual({ wanted: 360, width: 360 });
  }
});

test('from page to page with nothing but keys', async ({ page, server }) => {
  const project = await demoProject(server);
  await page.goto(`/projects/${project}`);
  await live(page);
  await expect(tile(page, 'Greet by name')).toBeVisible();

  for (const [keys, heading] of [['gr', 'Runs'], ['gm', 'Metrics'], ['gs', /^Settings of/], ['ga', 'Agents']] as const) {
    for (const key of keys) await page.keyboard.press(key);
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
  }
  await page.keyboard.press('g');
  await page.keyboard.press('b');
  await expect(tile(page, 'Greet by name')).toBeVisible();
});

test('what an agent did stands in the runs and in the metrics, while it does it', async ({ page, server }) => {
  const project = await demoProject(server);
  await page.goto(`/projects/${project}/runs`);
  await expect(page.getByText('No agent has worked here yet')).toBeVisible();

  const card = await startCoding(server, project);

  await expect(page.getByRole('region', { name: 'Ended' }).getByRole('link', { name: card.title })).toBeVisible({ timeout: 45_000 });
  await page.getByRole('link', { name: 'Metrics' }).first().click();
  await page.getByRole('button', { name: 'Today' }).click();
  await expect(page).toHaveURL(/period=today/);
  await expect(page.getByRole('region', { name: 'By card' }).getByRole('link', { name: card.title })).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'By card as CSV' }).click();
  expect((await download).suggestedFilename()).toBe('ringmaster-by-card.csv');
  expect(await serious(page)).toEqual([]);
});

test('two people change settings: both have their way, and a clash asks', async ({ page, server }) => {
  const project = await demoProject(server);
  await page.goto(`/projects/${project}/settings`);
  await page.getByLabel('Check command').fill('sh check.sh --all');
  await changeBehind(server, project, { description: 'Changed by somebody else' });

  await page.getByRole('button', { name: 'Save settings' }).click();

  await expect(page.getByText('Settings saved')).toBeVisible();
  await expect(page.getByLabel('Description')).toHaveValue('Changed by somebody else');
  await expect(page.getByLabel('Check command')).toHaveValue('sh check.sh --all');

  await page.getByLabel('Description').fill('Mine');
  await changeBehind(server, project, { description: 'Theirs' });
  await page.getByRole('button', { name: 'Save settings' }).click();

  const clash = page.getByRole('alert').filter({ hasText: 'Somebody saved other settings' });
  await expect(clash).toContainText('Theirs');
  await clash.getByRole('button', { name: 'Save mine over them' }).click();
  await expect(clash).toBeHidden();
  expect((await read(server, project)).description).toBe('Mine');
});

async function startCoding(server: RingmasterServer, project: string) {
  const { cards } = await server.ask<{ cards: { items: { id: string; title: string }[] } }>('query($p: ID!) { cards(projectId: $p) { items { id title } } }', { p: project });
  const card = cards.items[0];
  if (!card) throw new Error('The demo project has no card.');
  await server.ask('mutation($c: ID!) { fire(cardId: $c, trigger: START_CODING) { id } }', { c: card.id });
  return card;
}

async function read(server: RingmasterServer, project: string) {
  const { project: found } = await server.ask<{ project: { version: number; description: string | null } }>('query($p: ID!) { project(id: $p) { version description } }', { p: project });
  return found;
}

async function changeBehind(server: RingmasterServer, project: string, input: Record<string, unknown>) {
  const { version } = await read(server, project);
  await server.ask('mutation($p: ID!, $i: ProjectInput!, $v: Int!) { updateProject(id: $p, input: $i, version: $v) { id } }', { p: project, i: input, v: version });
}
