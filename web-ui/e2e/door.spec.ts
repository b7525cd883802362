import { expect, test } from './test';

test('nothing of the page is open without the token', async ({ server, playwright }) => {
  const stranger = await playwright.request.newContext({ baseURL: server.url });
  const page = await (await fetch(server.url, { headers: { cookie: `ringmaster_token=${server.token}` } })).text();
  const files = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1] ?? '');
  expect(files.length).toBeGreaterThan(2);

  for (const path of ['/', '/agents', '/projects/x/metrics', ...files]) {
    expect((await stranger.get(path)).status(), path).toBe(401);
  }
  await stranger.dispose();
});

test('a deep link is the page; what is missing is missing', async ({ server, request }) => {
  const as = { headers: { authorization: `Bearer ${server.token}`, accept: 'text/html' } };
  const home = await request.get('/', as);
  const deep = await request.get('/projects/x/cards/y?tab=run', as);

  expect(await deep.text()).toBe(await home.text());
  expect(deep.headers()['cache-control']).toBe('no-cache');
  expect(deep.headers()['content-security-policy']).toContain("script-src 'self';");
  for (const path of ['/assets/gone.js', '/api/gone', '/q/gone', '/graphql/gone']) {
    expect((await request.get(path, as)).status(), path).toBe(404);
  }
});

test('the address that the server prints logs in, and the token leaves the address', async ({ server, browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();

  await page.goto(`${server.url}/agents?token=${server.token}`);

  await expect(page).toHaveURL(`${server.url}/agents`);
  await expect(page.getByRole('heading', { name: 'Agents' })).toBeVisible();
  await context.close();
});
