import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { RingmasterServer } from './server';

interface Worker {
  server: RingmasterServer;
}

/** The cookie that the address with the token gives. */
export const logIn = (context: BrowserContext, { token, url }: RingmasterServer) =>
  context.addCookies([{ name: 'ringmaster_token', value: token, url, httpOnly: true, sameSite: 'Strict' }]);

/** Tests share a server as long as none fails; each opens a page that is logged in and must not complain on its console. */
export const test = base.extend<{ complaints: string[] }, Worker>({
  server: [
    // Playwright reads the fixtures' names off this pattern.
    async ({}, use) => {
      const server = await RingmasterServer.start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  context: async ({ context, server }, use) => {
    await logIn(context, server);
    await use(context);
  },
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        // A server that is away is part of some tests; the browser says so itself.
        if (message.type() === 'error' && !/WebSocket connection|ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET/.test(message.text())) complaints.push(message.text());
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Waits until the page says that what it shows is true now. */
export const live = (page: Page) => expect(page.locator('[data-connection="live"]')).toBeVisible();

/** The tile of a card on the board. */
export const tile = (page: Page, title: string) => page.locator('[data-card]').filter({ hasText: title });

/** What nobody should have to live with: faults of accessibility that axe calls serious or critical. */
export async function serious(page: Page, within?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (within ? axe.include(within) : axe).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`);
}

/** The page is not wider than the screen. */
export async function fits(page: Page): Promise<void> {
  const { wanted, width } = await page.evaluate(() => ({ wanted: document.documentElement.scrollWidth, width: window.innerWidth }));
  expect(wanted, 'nothing is wider than the screen').toBeLessThanOrEqual(width);
}

export { demoProject } from './api';
