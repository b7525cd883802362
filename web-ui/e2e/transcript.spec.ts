import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { cardOf, fire, newCard, reaches, record } from './api';
import { demoProject, expect, live, test } from './test';
import type { RingmasterServer } from './server';

const EVENTS = 100_000;
/** What one question for events may ask for, in the transcript and in its search. */
const PAGE = 200;

const transcript = (page: Page) => page.getByRole('log', { name: 'Transcript' });

const lastSeq = async (server: RingmasterServer, card: string): Promise<number> =>
  (await server.ask<{ card: { runs: { lastSeq: number }[] } }>('query($c: ID!) { card(id: $c) { runs { lastSeq } } }', { c: card })).card.runs.at(-1)?.lastSeq ?? 0;

/** The text of every row, each looked at once, from the first to the last. */
async function rowsFromTheTop(page: Page): Promise<string[]> {
  const seen = new Map<string, string>();
  await transcript(page).evaluate((element) => element.scrollTo(0, 0));
  await expect(page.locator('[data-seq="1"]')).toBeVisible();
  for (let moved = true; moved; ) {
    const rows = await page.locator('[data-seq]').evaluateAll((elements) => elements.map((element) => [element.getAttribute('data-seq') ?? '', element.textContent] as const));
    for (const [seq, text] of rows) seen.set(seq, `${seq} ${text}`);
    moved = await transcript(page).evaluate((element) => {
      const before = element.scrollTop;
      element.scrollBy(0, element.clientHeight / 2);
      return element.scrollTop > before;
    });
  }
  return [...seen.values()];
}

/** Nothing missed, nothing twice: the transcript is what the server has. */
async function whole(page: Page, server: RingmasterServer, card: string): Promise<string[]> {
  await expect(transcript(page)).toHaveAttribute('data-transcript', String(await lastSeq(server, card)));
  const rows = await rowsFromTheTop(page);
  expect(new Set(rows).size, 'no row twice').toBe(rows.length);
  return rows;
}

test('a live transcript goes on where it was when the server is killed in the middle', async ({ page, server }) => {
  const project = await demoProject(server);
  const card = await cardOf(server, project, 'Add a repeat command');
  await page.goto(`/projects/${project}/cards/${card}?tab=run`);
  await live(page);
  await fire(server, card, 'START_CODING');
  await expect(transcript(page).getByText('A loop that counts will do.')).toBeVisible();

  await server.kill();
  await expect(page.locator('[data-connection="offline"]')).toBeVisible();
  await expect(transcript(page).getByText('A loop that counts will do.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Hint for the agent' }).fill('typed while away');
  await server.up();
  await live(page);

  await expect(transcript(page).getByText(/Iteration 2: done, confirmed by the server/)).toBeVisible({ timeout: 120_000 });
  await expect(page.getByRole('textbox', { name: 'Hint for the agent' })).toHaveValue('typed while away');
  const rows = await whole(page, server, card);
  expect(rows.filter((text) => text.includes('A loop that counts will do.'))).toHaveLength(1);
});

test('a tab that stands still and one that is reloaded miss nothing and show nothing twice', async ({ page, server, context }) => {
  const project = await demoProject(server);
  const card = await cardOf(server, project, 'Add a stats command');
  const address = `/projects/${project}/cards/${card}?tab=run`;
  const stalled = await context.newPage();
  for (const each of [page, stalled]) {
    await each.goto(address);
    await live(each);
  }
  await fire(server, card, 'START_CODING');
  await expect(transcript(page).getByText(/^Iteration 1/)).toBeVisible();
  await expect(transcript(stalled).getByText(/^Iteration 1/)).toBeVisible();

  // As a laptop that sleeps: not even the answers to the server's questions go out.
  const frozen = await context.newCDPSession(stalled);
  await frozen.send('Debugger.enable');
  await frozen.send('Debugger.pause');
  await page.reload();
  await reaches(server, card, 'CODE_REVIEW');
  await expect(transcript(page).getByText(/Iteration 2: done/)).toBeVisible();
  await frozen.send('Debugger.resume').catch(() => undefined); // nothing ran that could have been paused
  await frozen.send('Debugger.disable');

  await live(stalled);
  await expect(transcript(stalled).getByText(/Iteration 2: done/)).toBeVisible();
  expect(await whole(stalled, server, card)).toEqual(await whole(page, server, card));
});

test('who has scrolled away is told of what is new, and a block is linked to, copied and seen raw', async ({ page, server, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const project = await demoProject(server);
  const card = await cardOf(server, project, 'Add a repeat command');
  await page.setViewportSize({ width: 1280, height: 420 });
  await page.goto(`/projects/${project}/cards/${card}?tab=run`);
  await live(page);
  await fire(server, card, 'START_CODING');
  await expect(transcript(page).getByText('A loop that counts will do.')).toBeVisible();
  await transcript(page).evaluate((element) => element.scrollTo(0, 0));

  await page.getByRole('button', { name: /^\d+ new$/ }).click({ timeout: 120_000 });
  await reaches(server, card, 'CODE_REVIEW');
  await expect(transcript(page).getByText(/Iteration 2: done/)).toBeVisible();

  const block = page.locator('[data-seq]').filter({ hasText: /^(Thinking)?.*the loop ends too early/ }).first();
  await transcript(page).evaluate((element) => element.scrollTo(0, element.scrollHeight / 2));
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page.getByRole('textbox', { name: 'Search the transcript' }).fill('ends too early');
  await page.keyboard.press('Enter');
  await expect(block).toBeVisible();
  // Seen raw it has other words, and is the same row.
  const row = page.locator(`[data-seq="${await block.getAttribute('data-seq')}"]`);
  await row.hover();
  await row.getByRole('button', { name: 'Raw view' }).click();
  await expect(row.locator('pre')).toContainText('"kind": "THINKING"');
  await row.getByRole('button', { name: 'Copy link to block' }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/#\d+$/);

  await page.goto('/agents');
  await page.goto(link);
  await expect(page.locator(`[data-seq="${link.split('#')[1]}"]`)).toBeVisible();
});

/** Speaks Claude Code's stream as fast as it can: three events a step. */
const FLOOD = `cat >/dev/null
echo flooded >flood.txt
awk 'BEGIN {
  print "{\\"type\\":\\"system\\",\\"subtype\\":\\"init\\",\\"session_id\\":\\"f\\",\\"model\\":\\"flood\\"}"
  for (i = 1; i <= ${Math.ceil(EVENTS / 3)}; i++) {
    printf "{\\"type\\":\\"assistant\\",\\"session_id\\":\\"f\\",\\"message\\":{\\"id\\":\\"a%d\\",\\"role\\":\\"assistant\\",\\"content\\":[{\\"type\\":\\"text\\",\\"text\\":\\"Step %d\\"}]}}\\n", i, i
    printf "{\\"type\\":\\"assistant\\",\\"session_id\\":\\"f\\",\\"message\\":{\\"id\\":\\"b%d\\",\\"role\\":\\"assistant\\",\\"content\\":[{\\"type\\":\\"tool_use\\",\\"id\\":\\"t%d\\",\\"name\\":\\"Bash\\",\\"input\\":{\\"command\\":\\"cat %d\\"}}]}}\\n", i, i, i
    printf "{\\"type\\":\\"user\\",\\"session_id\\":\\"f\\",\\"message\\":{\\"role\\":\\"user\\",\\"content\\":[{\\"type\\":\\"tool_result\\",\\"tool_use_id\\":\\"t%d\\",\\"is_error\\":false,\\"content\\":\\"ok\\"}]}}\\n", i
  }
  print "{\\"type\\":\\"result\\",\\"subtype\\":\\"success\\",\\"is_error\\":false,\\"session_id\\":\\"f\\",\\"result\\":\\"<promise>COMPLETE</promise>\\"}"
}'
`;

test('a run of 100,000 events opens at its end, scrolls to anywhere, and is searched whole', async ({ page, server }) => {
  test.setTimeout(600_000);
  const script = join(server.home, 'flood.sh');
  writeFileSync(script, FLOOD);
  writeFileSync(
    join(server.home, 'application.yaml'),
    `ringmaster:\n  subscriptions:\n    flood: { platform: flood, priority: 90 }\n  platforms:\n    flood: { command: [sh, ${script}], output: stream-json }\n`,
  );
  await server.kill();
  await server.up();
  const project = await demoProject(server);
  const card = await newCard(server, { projectId: project, title: 'Flood', taskPrompt: 'Run', subscription: 'flood' });
  await fire(server, card, 'START_CODING');
  await reaches(server, card, 'CODE_REVIEW');
  const asked = countPages(page);

  // Cold: by its address, as from a link.
  await page.goto(`/projects/${project}/cards/${card}?tab=run`);
  await expect(transcript(page).getByText(/Iteration 1: done/)).toBeVisible();
  expect(asked.reads, 'only the end was read').toBeLessThanOrEqual(2);
  expect(asked.most, 'in pages').toBeLessThanOrEqual(PAGE);

  // Warm and from the board: what a person does.
  const looks: number[] = [];
  for (let look = 0; look < 5; look++) {
    await page.goto(`/projects/${project}?tab=run`);
    await live(page);
    await expect(page.locator(`[data-card="${card}"]`)).toBeVisible();
    looks.push(await firstRows(page, `[data-card="${card}"] a`));
  }
  record('first rows of a run of 100,000 events, from the board of a server just started', looks[0] ?? 0, 300, 'ms');
  record('first rows of a run of 100,000 events, from the board, median of 5', looks.sort((a, b) => a - b)[2] ?? 0, 300, 'ms');
  await page.getByRole('tab', { name: 'Task' }).click();
  await expect(page.getByRole('region', { name: 'Task prompt' })).toBeVisible();
  asked.reads = 0;
  record('first rows of a run of 100,000 events, from another tab', await firstRows(page, '#tab-run'), 300, 'ms');
  expect(asked.reads, 'what was read is not read again').toBe(0);

  await transcript(page).evaluate((element) => element.scrollTo(0, element.scrollHeight / 3));
  await expect(transcript(page).getByText(/^Step 1\d{4}$/).first()).toBeVisible();
  await transcript(page).evaluate((element) => element.scrollTo(0, 0));
  await expect(transcript(page).getByText('Step 1', { exact: true })).toBeVisible();
  const drawn = await page.locator('[data-seq]').count();
  expect(drawn, 'only what is seen is drawn').toBeLessThan(150);
  expect(asked.reads, 'only what was seen was read').toBeLessThan(12);
  await page.getByRole('button', { name: 'To the end' }).click();
  await expect(transcript(page).getByText(/Iteration 1: done/)).toBeVisible();

  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page.getByRole('textbox', { name: 'Search the transcript' }).fill('Step 123');
  await expect(page.getByText(/^– of 111$/)).toBeVisible({ timeout: 180_000 });
  expect(asked.most, 'the search too reads in pages').toBeLessThanOrEqual(PAGE);
  await page.keyboard.press('Enter');
  await expect(transcript(page).getByText('Step 12399')).toBeVisible();
});

/** How often the page asks for events, and for how many at most at a time. */
function countPages(page: Page): { reads: number; most: number } {
  const asked = { reads: 0, most: 0 };
  page.on('request', (request) => {
    const { query, variables } = (request.method() === 'POST' && request.url().endsWith('/graphql') ? request.postDataJSON() : {}) as { query?: string; variables?: { first?: number } };
    if (!query?.includes('runEvents')) return;
    asked.reads++;
    asked.most = Math.max(asked.most, variables?.first ?? 0);
  });
  return asked;
}

/** From a click to the first rows on the screen, in milliseconds, by the browser's own clock. */
const firstRows = (page: Page, clicked: string): Promise<number> =>
  page.evaluate(
    (selector) =>
      new Promise<number>((resolve) => {
        const start = performance.now();
        document.querySelector<HTMLElement>(selector)?.click();
        const look = () => {
          if (document.querySelector('[data-seq] button')) resolve(performance.now() - start);
          else requestAnimationFrame(look);
        };
        look();
      }),
    clicked,
  );
