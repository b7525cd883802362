import { existsSync } from 'node:fs';
import { defineConfig, devices } from '@playwright/test';

const chromium = [process.env.RINGMASTER_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => path && existsSync(path),
);
if (!chromium) {
  throw new Error('No Chromium was found. Install one (Debian: sudo apt-get install chromium), or set RINGMASTER_CHROMIUM to its path.');
}

export default defineConfig({
  testDir: 'e2e',
  // Generous: a slow machine is no fault. What is fast enough is printed and recorded, and never asserted by a clock.
  timeout: 180_000,
  expect: { timeout: 60_000 },
  workers: 1, // a server, its database, agents and a browser are load enough
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  outputDir: 'test-results',
  reporter: process.env.RINGMASTER_REPORTS ? [['list'], ['junit', { outputFile: `${process.env.RINGMASTER_REPORTS}/TEST-e2e.xml` }]] : 'list',
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    actionTimeout: 60_000,
    launchOptions: {
      executablePath: chromium,
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
});
