import { cardOf, cardsOf, fire, reaches } from './api';
import { demoProject, expect, fits, live, serious, test, tile } from './test';
import type { RingmasterServer } from './server';

/** Every page, with a word that stands there once what it shows has come. */
const PAGES = [
  { name: 'board', path: (project: string) => `/projects/${project}`, shows: 'Greet by name' },
  { name: 'runs', path: (project: string) => `/projects/${project}/runs`, shows: /Ended|No agent has worked here yet/ },
  { name: 'metrics', path: (project: string) => `/projects/${project}/metrics?period=today`, shows: /Time in each state|No agent has worked in this period/ },
  { name: 'settings', path: (project: string) => `/projects/${project}/settings`, shows: 'How work is checked' },
  { name: 'prompt', path: (project: string) => `/projects/${project}/settings/prompt`, shows: 'A history that is too long' },
  { name: 'delivery', path: (project: string) => `/projects/${project}/settings/delivery`, shows: 'Application in Argo CD' },
  { name: 'budgets', path: (project: string) => `/projects/${project}/settings/budgets`, shows: 'Set a budget' },
  { name: 'agents', path: () => '/agents', shows: 'Simulated agent' },
  { name: 'access', path: () => '/access', shows: 'Audit log' },
] as const;
const TABS = ['task', 'run', 'changes', 'plan', 'timeline', 'prompt', 'cost'] as const;
const LOOKS = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 360, colorScheme: 'light' },
] as const;

for (const { width, colorScheme } of LOOKS) {
  test(`every page, ${colorScheme}, ${width} px wide: no serious fault of accessibility, nothing wider than the screen`, async ({ page, server }) => {
    const project = await demoProject(server);
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const { name, path, shows } of PAGES) {
      await test.step(name, async () => {
        await page.goto(path(project));
        await expect(page.getByText(shows).first()).toBeAttached();
        await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
        await expect(page.locator('#main .animate-breathe')).toHaveCount(0);
        expect(await serious(page)).toEqual([]);
        await fits(page);
      });
    }
  });

  test(`every tab of a card, ${colorScheme}, ${width} px wide: no serious fault of accessibility, nothing wider than the screen`, async ({ page, server }) => {
    const card = await reviewedCard(server);
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto(`/projects/${card.project}/cards/${card.id}`);
    for (const tab of TABS) {
      await test.step(tab, async () => {
        await page.locator(`#tab-${tab}`).click();
        await expect(page).toHaveURL(new RegExp(`tab=${tab}`));
        await live(page);
        await expect(page.getByRole('tabpanel').locator('.animate-breathe')).toHaveCount(0);
        expect(await serious(page, '[aria-label="Card"]')).toEqual([]);
        await fits(page);
      });
    }
  });
}

let reviewed: { server: RingmasterServer; project: string; id: string } | undefined;

/** A card with something in every tab: made once for a server. */
async function reviewedCard(server: RingmasterServer) {
  if (reviewed?.server === server) return reviewed;
  const project = await demoProject(server);
  const id = await cardOf(server, project, 'Add a stats command');
  await fire(server, id, 'START_CODING');
  await reaches(server, id, 'CODE_REVIEW');
  return (reviewed = { server, project, id });
}

test('the palette, the help, the inbox, a new card: no serious fault of accessibility in what comes over a page', async ({ page, server }) => {
  const { project } = await reviewedCard(server);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`/projects/${project}`);
  await live(page);
  for (const [key, name] of [['ControlOrMeta+k', 'Search or do'], ['?', 'Keyboard shortcuts'], ['i', /cards? needs? you$/], ['n', 'New card']] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog', { name })).toBeVisible();
    expect(await serious(page), String(name)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
});

test('the inbox has what needs a person, of all projects, by reason, with its action', async ({ page, server }) => {
  const { project, id } = await reviewedCard(server);
  await server.ask('mutation($p: ID!, $i: ProjectInput!) { updateProject(id: $p, input: $i, version: 1) { id } }', { p: project, i: { name: 'The other one' } });
  await page.goto(`/projects/${await demoProject(server)}`);
  await live(page);
  await page.getByRole('button', { name: /^\d+ needs? you$/ }).click();
  const inbox = page.getByRole('dialog', { name: /cards? needs? you$/ });
  const reviews = inbox.locator('section').filter({ has: page.getByRole('heading', { name: /^Review to give \d+$/ }) });
  await reviews.getByRole('listitem').filter({ hasText: 'The other one' }).getByRole('button', { name: 'Review changes' }).click();
  await expect(page).toHaveURL(new RegExp(`${id}\\?tab=changes`));
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

  await expect(page.getByRole('region', { name: 'Ended' }).getByRole('link', { name: card.title })).toBeVisible();
  await page.getByRole('link', { name: 'Metrics' }).first().click();
  await page.getByRole('button', { name: 'Today' }).click();
  await expect(page).toHaveURL(/period=today/);
  await expect(page.getByRole('region', { name: 'By card' }).getByRole('link', { name: card.title })).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'By card as CSV' }).click();
  expect((await download).suggestedFilename()).toBe('ringmaster-by-card.csv');
  expect(await serious(page)).toEqual([]);
});

test('metrics: a part pressed is the only one, and is in the address; the costs of a card are a file', async ({ page, server }) => {
  const { project, id } = await reviewedCard(server);
  await page.goto(`/projects/${project}/metrics?period=today`);
  await page.getByRole('region', { name: 'By platform' }).getByRole('button', { name: 'demo' }).first().click();
  await expect(page).toHaveURL(/by=platform&only=demo|only=demo&by=platform/);
  await page.getByRole('button', { name: 'Only demo: show all' }).click();
  await expect(page).not.toHaveURL(/only=/);

  await page.goto(`/projects/${project}/cards/${id}?tab=cost`);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Costs of card \d+ as CSV$/ }).click();
  expect((await download).suggestedFilename()).toMatch(/^ringmaster-costs-of-card-\d+\.csv$/);
});

async function startCoding(server: RingmasterServer, project: string) {
  const [card] = await cardsOf(server, project);
  if (!card) throw new Error('The demo project has no card.');
  await fire(server, card.id, 'START_CODING');
  return card;
}
