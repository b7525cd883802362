import { demoProject, expect, live, test, tile } from './test';

test('from an empty installation to a card at work', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Try it with the demo project' }).click();
  await expect(tile(page, 'Greet by name')).toBeVisible();
  await live(page);

  await tile(page, 'Greet by name').getByRole('button', { name: /Actions/ }).click();
  await page.getByRole('menuitem', { name: 'Start coding' }).click();

  await expect(page.getByRole('region', { name: /^Coding/ }).getByText('Greet by name')).toBeVisible();
  await expect(tile(page, 'Greet by name')).toContainText('Review to give', { timeout: 45_000 });
  await expect(page.getByRole('button', { name: '1 needs you' })).toBeVisible();
});

test('a card is dragged only to where a trigger leads', async ({ page, server }) => {
  const project = await demoProject(server);
  await page.goto(`/projects/${project}`);
  const card = tile(page, 'Add a repeat command');
  const from = await card.boundingBox();
  if (!from) throw new Error('The card is not there.');

  await page.mouse.move(from.x + 40, from.y + 12);
  await page.mouse.down();
  await page.mouse.move(from.x + 80, from.y + 40, { steps: 4 });
  await expect(page.getByRole('region', { name: /^Testing/ })).toHaveCSS('opacity', '0.45');
  const target = await page.getByRole('region', { name: /^Planning/ }).boundingBox();
  if (!target) throw new Error('Planning is not there.');
  await page.mouse.move(target.x + 60, target.y + 120, { steps: 6 });
  await page.mouse.up();

  await expect(page.getByRole('region', { name: /^Planning/ }).getByText('Add a repeat command')).toBeVisible();
});

test('the server goes and comes back: the page says so and heals', async ({ page, server }) => {
  const project = await demoProject(server);
  await page.goto(`/projects/${project}`);
  await live(page);

  await server.kill();
  await expect(page.locator('[data-connection="offline"]')).toBeVisible();
  await expect(tile(page, 'Add a stats command')).toBeVisible();
  await server.up();
  await live(page);

  await server.ask('mutation($i: CardInput!) { createCard(input: $i) { id } }', { i: { projectId: project, title: 'Made meanwhile', taskPrompt: 'x' } });
  await expect(tile(page, 'Made meanwhile')).toBeVisible();
});
