import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { demoProject, expect, live, test, tile } from './test';
import type { RingmasterServer } from './server';

const FOLDER = resolve(import.meta.dirname, '../../docs/screenshots');

// The pictures of the documentation: RINGMASTER_SCREENSHOTS=1 npm run e2e -- screenshots
test.skip(!process.env.RINGMASTER_SCREENSHOTS, 'pictures are taken when asked for');

const picture = async (page: Page, name: string) => {
  // A toast and what moves would be different each time.
  await expect(page.locator('[data-sonner-toast]')).toHaveCount(0, { timeout: 15_000 });
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' });
};

const start = (server: RingmasterServer, card: string) => server.ask('mutation($c: ID!) { fire(cardId: $c, trigger: START_CODING) { id } }', { c: card });

test('the pages, as the documentation shows them', async ({ page, server }) => {
  test.setTimeout(180_000);
  const project = await demoProject(server);
  const { cards } = await server.ask<{ cards: { items: { id: string; number: number; title: string }[] } }>(
    'query($p: ID!) { cards(projectId: $p) { items { id number title } } }',
    { p: project },
  );
  const [first, second, third] = cards.items.toSorted((a, b) => a.number - b.number);
  if (!first || !second || !third) throw new Error('The demo project has three cards.');

  await start(server, third.id);
  await page.goto(`/projects/${project}`);
  await live(page);
  await expect(tile(page, third.title)).toContainText('Review to give', { timeout: 45_000 });
  await start(server, second.id);
  await expect(tile(page, second.title)).toContainText('it. 1', { timeout: 45_000 });
  await picture(page, 'board');

  await page.goto(`/projects/${project}/cards/${first.id}?tab=run`);
  await live(page);
  await start(server, first.id);
  await expect(page.getByText('Thinking', { exact: true }).first()).toBeVisible({ timeout: 45_000 });
  await picture(page, 'live-run');

  await page.goto(`/projects/${project}/cards/${third.id}?tab=changes`);
  await expect(page.getByRole('button', { name: /Approve/ }).first()).toBeVisible();
  await picture(page, 'changes');

  await page.goto(`/projects/${project}/metrics?period=today&by=platform`);
  await expect(page.getByRole('region', { name: 'By card' }).first()).toBeVisible();
  await page.getByRole('region', { name: 'Tokens over time' }).locator('.recharts-bar-rectangle').first().waitFor();
  await picture(page, 'metrics');

  await page.goto('/agents');
  await expect(page.getByText('Simulated agent')).toBeVisible();
  await picture(page, 'agents');
});
