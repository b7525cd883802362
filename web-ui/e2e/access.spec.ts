import { newCard } from './api';
import { demoProject, expect, live, test, tile } from './test';

test('an admin makes a token, which works at once, and takes it back', async ({ page, server, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/access');
  await page.getByRole('button', { name: 'New token…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('ci');
  await dialog.getByRole('button', { name: 'operator' }).click();
  await dialog.getByRole('button', { name: 'Create token' }).click();
  await dialog.getByRole('button', { name: 'Copy the token' }).click();
  const token = await page.evaluate(() => navigator.clipboard.readText());
  expect(token).toMatch(/^rmt_/);
  await dialog.getByRole('button', { name: 'I have copied it' }).click();

  const ask = () =>
    fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ me { name role } }' }),
    });
  expect(await (await ask()).json()).toEqual({ data: { me: { name: 'ci', role: 'OPERATOR' } } });
  await expect(page.locator('body')).not.toContainText(token);

  await page.getByRole('button', { name: 'Revoke ci' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(page.getByText('ci opens nothing any more')).toBeVisible();
  expect((await ask()).status).toBe(401);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Revoke ci' })).toHaveCount(0);

  await page.reload();
  const log = page.getByRole('region', { name: 'Audit log, table' });
  await expect(log.getByRole('row').filter({ hasText: 'Create api token' })).toContainText('name=ci');
  await expect(log.getByRole('row').filter({ hasText: 'Revoke api token' })).toContainText('done');
});

test('a viewer sees the work, and of each control why it is not theirs', async ({ server, browser }) => {
  const project = await demoProject(server);
  const { createApiToken } = await server.ask<{ createApiToken: { value: string } }>(
    'mutation { createApiToken(input: { name: "guest", role: VIEWER }) { value } }',
  );
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${server.url}/projects/${project}?token=${createApiToken.value}`);
  await live(page);

  const create = page.getByRole('button', { name: 'New card' }).first();
  await expect(create).toHaveAttribute('aria-disabled', 'true');
  await expect(create).toHaveAttribute('title', 'Your role, viewer, does not allow this. Ask an admin.');
  await create.click({ force: true }); // as a person may, whatever it says of itself
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.goto(`${server.url}/projects/${project}/settings/prompt`);
  await page.getByLabel('Address').fill('https://github.com/acme/agents');
  await expect(page.getByRole('button', { name: 'Save prompt settings' })).toHaveAttribute('title', 'Your role, viewer, does not allow this. Ask an admin.');

  await page.getByRole('button', { name: /^You, guest/ }).click();
  await expect(page.getByRole('menu')).toContainText('viewer');
  await expect(page.getByRole('menuitem', { name: 'Access and audit log' })).toHaveCount(0);
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await expect(page.getByRole('heading', { name: 'Ringmaster' })).toBeVisible();
  await expect(page.getByLabel('Access token')).toBeVisible();
  await page.context().close();
});

test('a revoked token signs the page out and keeps what is on it; a login in a second tab heals it', async ({ server, browser }) => {
  const project = await demoProject(server);
  const leaver = () =>
    server.ask<{ createApiToken: { id: string; value: string } }>('mutation { createApiToken(input: { name: "leaver", role: OPERATOR }) { id value } }');
  const { createApiToken } = await leaver();
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${server.url}/projects/${project}?token=${createApiToken.value}`);
  await live(page);
  await page.evaluate(() => Object.assign(window, { neverLoadedAnew: true }));

  await server.ask(`mutation { revokeApiToken(id: "${createApiToken.id}") { id } }`);

  await expect(page.getByText('You are not logged in any more.')).toBeVisible();
  await expect(page.locator('[data-card]').first()).toBeVisible();

  const second = await page.context().newPage();
  await second.goto(server.url);
  await second.getByLabel('Access token').fill((await leaver()).createApiToken.value);
  await second.keyboard.press('Enter');
  await live(second);
  await second.close();
  // The browser tells a tab that is looked at again; without a window, the test does.
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

  await live(page);
  await expect(page.getByText('You are not logged in any more.')).toBeHidden();
  await newCard(server, { projectId: project, title: 'Made after the login', taskPrompt: 'x' });
  await expect(tile(page, 'Made after the login')).toBeVisible();
  expect(await page.evaluate(() => 'neverLoadedAnew' in window)).toBe(true);
  await page.context().close();
});
