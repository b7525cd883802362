import { cardsOf, fire, newCard } from './api';
import { demoProject, expect, live, test, tile } from './test';

test('a card at work says on its tile what its agent does, and then what it needs', async ({ page, server }) => {
  const project = await demoProject(server);
  await page.goto(`/projects/${project}`);
  await live(page);

  await tile(page, 'Add a stats command').getByRole('button', { name: /Actions/ }).click();
  await page.getByRole('menuitem', { name: 'Start coding' }).click();

  await expect(page.getByRole('region', { name: /^Coding/ }).getByText('Add a stats command')).toBeVisible();
  // What exactly is chance: the page looks every other second, and what the agent says itself counts too.
  await expect(tile(page, 'Add a stats command').locator('[data-activity]')).toHaveText(/\S/);
  await expect(tile(page, 'Add a stats command')).toContainText('Review to give');
  await expect(page.getByRole('button', { name: /needs? you$/ }).first()).toBeVisible();
});

test('a card is dragged only to where a trigger leads; the other columns say why not', async ({ page, server }) => {
  const project = await demoProject(server);
  await page.goto(`/projects/${project}`);
  const card = tile(page, 'Add a repeat command');
  await expect(card).toBeVisible();
  const from = await card.boundingBox();
  if (!from) throw new Error('The card is not there.');

  await page.mouse.move(from.x + 40, from.y + 12);
  await page.mouse.down();
  await page.mouse.move(from.x + 80, from.y + 40, { steps: 4 });
  await expect(page.getByRole('region', { name: /^Testing/ })).toHaveCSS('opacity', '0.45');
  await expect(page.getByRole('region', { name: /^Testing/ })).toContainText('Not possible from draft');
  await expect(page.getByRole('region', { name: /^Planning/ })).toContainText('Start planning');
  const planning = page.getByRole('region', { name: /^Planning/ });
  // As a person does it: to where the column is by now, and let go when it shows that it would take the card.
  await expect(async () => {
    const target = await planning.boundingBox();
    if (!target) throw new Error('Planning is not there.');
    await page.mouse.move(target.x + 60, target.y + 120, { steps: 6 });
    await expect(planning).toHaveClass(/bg-accent/, { timeout: 2_000 });
  }).toPass();
  await page.mouse.up();

  await expect(planning.getByText('Add a repeat command')).toBeVisible();
});

test('what was done is taken back from its toast', async ({ page, server }) => {
  const project = await demoProject(server);
  await page.goto(`/projects/${project}`);
  await live(page);

  await tile(page, 'Add a stats command').getByRole('button', { name: /Actions/ }).click();
  await page.getByRole('menuitem', { name: 'Archive' }).click();
  await expect(tile(page, 'Add a stats command')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();

  await expect(page.getByRole('region', { name: /^Draft/ }).getByText('Add a stats command')).toBeVisible();
});

test('several cards are labelled and archived at once, and that is undone at once', async ({ page, server }) => {
  const project = await demoProject(server);
  await page.goto(`/projects/${project}`);
  await live(page);

  await tile(page, 'Greet by name').hover();
  await tile(page, 'Greet by name').getByRole('checkbox').click();
  await tile(page, 'Add a stats command').getByRole('link').click({ modifiers: ['Shift'] });
  const bar = page.getByRole('toolbar', { name: 'Selected cards' });
  await expect(bar).toContainText('2 selected');

  await bar.getByRole('button', { name: 'Labels…' }).click();
  await page.getByRole('textbox', { name: 'Add' }).fill('night');
  await page.getByRole('button', { name: 'Change labels' }).click();
  await expect(page.locator('[data-card]').filter({ hasText: 'night' })).toHaveCount(2);

  await bar.getByRole('button', { name: 'Archive' }).click();
  await expect(page.locator('[data-card]')).toHaveCount(1);
  await expect(bar).toBeHidden();
  await page.locator('[data-sonner-toast]').filter({ hasText: '2 cards are archived' }).getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('[data-card]')).toHaveCount(3);
});

test('a thousand cards: only what is seen is drawn, and it scrolls, filters and stays live', async ({ page, server }) => {
  test.setTimeout(300_000);
  const project = await demoProject(server);
  for (let made = 0; made < 1_000; made += 50) {
    const numbers = Array.from({ length: 50 }, (_, index) => made + index + 1);
    await server.ask(
      `mutation($p: ID!) { ${numbers.map((n) => `c${n}: createCard(input: { projectId: $p, title: "Card ${n} of many", taskPrompt: "x", labels: ["batch-${n % 10}"] }) { id }`).join(' ')} }`,
      { p: project },
    );
  }

  await page.goto(`/projects/${project}`);
  await live(page);
  await expect(page.getByRole('region', { name: 'Draft, 1003' })).toBeVisible();
  const drawn = () => page.locator('[data-card]').count();
  expect(await drawn(), 'only what is seen is drawn').toBeLessThan(40);

  const column = page.getByRole('region', { name: /^Draft/ }).locator('.overflow-y-auto');
  await column.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(tile(page, 'Greet by name')).toBeVisible();
  expect(await drawn()).toBeLessThan(40);

  const filter = page.getByRole('searchbox', { name: 'Filter cards' });
  await filter.pressSequentially('rd 77 of many');
  await filter.press('Home');
  await filter.pressSequentially('Ca');
  await expect(filter, 'no letter is lost or misplaced, as fast as somebody types').toHaveValue('Card 77 of many');
  await filter.fill('Card 77');
  await expect(page.getByRole('region', { name: 'Draft, 11' })).toBeVisible();
  await expect(page).toHaveURL(/q=Card\+77/);
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('button', { name: 'Filter by label' }).click();
  await page.getByRole('menuitem', { name: 'batch-7' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Draft, 100' })).toBeVisible();

  await newCard(server, { projectId: project, title: 'The last one', taskPrompt: 'x', labels: ['batch-7'], priority: 0 });
  await expect(tile(page, 'The last one')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('region', { name: 'Draft, 101' })).toBeVisible();
});

test('the server goes and comes back: the page says so and heals, and a click meanwhile is not lost silently', async ({ page, server }) => {
  const project = await demoProject(server);
  await page.goto(`/projects/${project}`);
  await live(page);
  await expect(tile(page, 'Add a stats command')).toBeVisible();

  await server.kill();
  await expect(page.locator('[data-connection="offline"]')).toBeVisible();
  await expect(tile(page, 'Add a stats command')).toBeVisible();
  await tile(page, 'Add a stats command').getByRole('button', { name: /Actions/ }).click();
  await page.getByRole('menuitem', { name: 'Archive' }).click();
  await expect(page.getByText('The server cannot be reached')).toBeVisible();
  await server.up();
  await live(page);

  await newCard(server, { projectId: project, title: 'Made meanwhile', taskPrompt: 'x' });
  await expect(tile(page, 'Made meanwhile')).toBeVisible();
  await expect(tile(page, 'Add a stats command')).toBeVisible();
});

test('a server that does not answer is not called live, though its connection stands', async ({ page, server }) => {
  const project = await demoProject(server);
  await page.goto(`/projects/${project}`);
  await live(page);

  server.freeze();
  await expect(page.locator('[data-connection="live"]')).toHaveCount(0, { timeout: 90_000 });
  server.thaw();
  await live(page);

  await newCard(server, { projectId: project, title: 'Made after', taskPrompt: 'x' });
  await expect(tile(page, 'Made after')).toBeVisible();
});

test('the database is away for a moment: the page says that it catches up, and goes on by itself', async ({ page, server }) => {
  const project = await demoProject(server);
  await page.goto(`/projects/${project}`);
  await live(page);
  await page.evaluate(() => Object.assign(window, { neverLoadedAnew: true }));

  const back = await server.databaseAway();
  await expect(page.locator('[data-connection="catching-up"]')).toBeVisible();
  await expect(page.getByText('The database does not answer').or(page.getByText('Something went wrong in the server')).first()).toBeVisible();
  await expect(page.locator('[data-card]').first(), 'what was known stays').toBeVisible();
  await back();

  await live(page);
  await expect(page.getByRole('alert')).toHaveCount(0);
  const [card] = await cardsOf(server, project);
  if (!card) throw new Error('There is no card.');
  await fire(server, card.id, 'ARCHIVE');
  await expect(page.locator(`[data-card="${card.id}"]`), 'the feed itself is back too').toHaveCount(0);
  expect(await page.evaluate(() => 'neverLoadedAnew' in window)).toBe(true);
});

test('who looks elsewhere is notified when a card begins to need them, once, and the notice leads to it', async ({ page, server, context }) => {
  await context.grantPermissions(['notifications']);
  await page.addInitScript(() => {
    // The browser shows notices outside of the page, where a test cannot look: it looks at what the page asks for.
    const shown: { title: string; body: string; click: () => void }[] = [];
    class Notice {
      static permission = 'granted';
      static requestPermission = () => Promise.resolve('granted');
      onclick: (() => void) | null = null;
      constructor(title: string, options: { body: string }) {
        shown.push({ title, body: options.body, click: () => this.onclick?.() });
      }
    }
    Object.assign(window, { Notification: Notice, shown });
    Object.defineProperty(document, 'hidden', { get: () => true });
  });
  const project = await demoProject(server);
  await page.goto(`/projects/${project}`);
  await live(page);
  const [card] = (await cardsOf(server, project)).filter(({ title }) => title === 'Greet by name');
  if (!card) throw new Error('The demo has no such card.');

  await fire(server, card.id, 'START_CODING');

  const notices = () => page.evaluate(() => (window as unknown as { shown: { title: string; body: string }[] }).shown.map(({ title, body }) => `${title}: ${body}`));
  await expect.poll(notices, { timeout: 120_000 }).toEqual([`#${card.number} Greet by name: Review to give: The change is ready: review it.`]);
  await page.evaluate(() => (window as unknown as { shown: { click: () => void }[] }).shown[0]?.click());
  await expect(page).toHaveURL(new RegExp(card.id));
});
