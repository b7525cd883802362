import { test as base, expect, type Page } from '@playwright/test';
import { RingmasterServer } from './server';

interface Worker {
  server: RingmasterServer;
}

/** Tests share one server per file; each opens a page that is logged in and must not complain on its console. */
export const test = base.extend<{ complaints: string[] }, Worker>({
  server: [
    // Playwright reads the fixtures' names off this pattern.
     
    async ({}, use) => {
      const server = await RingmasterServer.start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  context: async ({ context, server }, use) => {
    await context.addCookies([{ name: 'ringmaster_token', value: server.token, url: server.url, httpOnly: true, sameSite: 'Strict' }]);
    await use(context);
  },
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        // A server that is away is part of some tests; the browser says so itself.
        if (message.type() === 'error' && !/WebSocket connection|ERR_CONNECTION/.test(message.text())) complaints.push(message.text());
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

/** A demo project of its own; returns its id. */
export async function demoProject(server: RingmasterServer): Promise<string> {
  const { createDemoProject } = await server.ask<{ createDemoProject: { id: string } }>('mutation { createDemoProject { id } }');
  return createDemoProject.id;
}
