import type { Page } from '@playwright/test';
import { cardOf, reaches } from './api';
import { RingmasterServer } from './server';
import { expect, live, logIn, serious, test } from './test';

test('with nothing but keys: from an empty installation to a completed card', async ({ page, context }) => {
  const server = await RingmasterServer.start(GITHUB_THAT_IS_NOT_THERE);
  try {
    await logIn(context, server);
    await page.goto(server.url);
    await expect(page.getByRole('region', { name: 'Agents on this machine' })).toContainText('Simulated agent');
    expect(await serious(page)).toEqual([]);
    await tabTo(page, /^Try it with the demo project/);
    await page.keyboard.press('Enter');
    await live(page);

    for (const title of ['Greet by name', 'Add a stats command', 'Add a repeat command']) {
      await expect(page.getByRole('link', { name: title })).toBeVisible();
      await page.keyboard.press('ArrowDown');
      await expect(page.getByRole('link', { name: title })).toBeFocused();
    }
    await page.keyboard.press('Space');
    await expect(page.getByRole('complementary', { name: 'A look into card 1' })).toContainText('Add a command that repeats');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await expect(page.getByRole('complementary', { name: 'A look into card 3' })).toContainText('hello');
    await page.keyboard.press('Space');
    await expect(page.getByRole('complementary', { name: 'A look into card 3' })).toBeHidden();

    await page.keyboard.press('Enter');
    await expect(panel(page)).toBeFocused();
    await tabTo(page, 'Start coding');
    await page.keyboard.press('Enter');
    const card = await theCard(server);
    await reaches(server, card, 'CODE_REVIEW');
    await expect(page.getByText('Review to give').last()).toBeVisible();
    await page.keyboard.press('3');
    await expect(page.getByRole('tab', { name: 'Changes' })).toHaveAttribute('aria-selected', 'true');
    await tabTo(page, 'Approve');
    await page.keyboard.press('Enter');
    await reaches(server, card, 'COMPLETED');

    await page.keyboard.press('Escape');
    await expect(panel(page)).toBeHidden();
    await expect(page.getByRole('link', { name: 'Greet by name' })).toBeFocused();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('Look into the card');
    await page.keyboard.press('Escape');

    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await tabTo(page, 'Test now');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Failing: github')).toBeVisible();
  } finally {
    await server.stop();
  }
});

/** Port 9 discards: nobody listens there. */
const GITHUB_THAT_IS_NOT_THERE = 'ringmaster:\n  integrations:\n    github: { token: not-a-real-token, url: "https://127.0.0.1:9" }\n';

const panel = (page: Page) => page.getByRole('complementary', { name: 'Card', exact: true });

async function theCard(server: RingmasterServer): Promise<string> {
  const { projects } = await server.ask<{ projects: { id: string }[] }>('{ projects { id } }');
  return cardOf(server, projects[0]?.id ?? '', 'Greet by name');
}

/** Presses Tab until the button of that name has the focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const wanted = page.getByRole('button', { name, exact: typeof name === 'string' }).first();
  await expect(wanted).toBeEnabled();
  for (let pressed = 0; pressed < 100; pressed++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key does not lead to "${name}".`);
}
