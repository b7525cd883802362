import { cardOf, fire, reaches } from './api';
import { demoProject, expect, live, test, tile } from './test';

test('a plan is approved where it is read; a line comment goes to the agent, which handles it; then approve', async ({ page, server }) => {
  const project = await demoProject(server);
  const card = await cardOf(server, project, 'Greet by name');
  await page.goto(`/projects/${project}/cards/${card}`);
  await live(page);
  const panel = page.getByRole('complementary', { name: 'Card', exact: true });
  await panel.getByRole('button', { name: 'Start planning' }).click();
  await expect(page.getByRole('tab', { name: 'Run' }), 'who starts an agent sees it work').toHaveAttribute('aria-selected', 'true');

  await panel.getByRole('button', { name: 'Read plan' }).click();
  await expect(page.getByRole('heading', { name: 'Plan', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Approve plan' }).click();

  await panel.getByRole('button', { name: 'Review changes' }).click();
  const file = page.getByRole('region', { name: 'commands/hello.sh' });
  await file.getByRole('button', { name: 'Comment on line 2' }).focus();
  await page.keyboard.press('Enter');
  await file.getByRole('textbox', { name: 'Comment on line 2' }).fill('Greet everybody politely');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(file.getByText('Open: goes to the agent')).toBeVisible();
  await page.getByRole('button', { name: 'Request changes (1)' }).click();

  await expect(page.getByRole('region', { name: 'NOTES.md' })).toContainText('Greet everybody politely');
  await expect(file.getByText('Handled by the agent')).toBeVisible();
  await reaches(server, card, 'CODE_REVIEW');
  await page.getByRole('button', { name: 'Since review' }).click();
  await expect(file).toBeHidden();
  await expect(page.getByRole('region', { name: 'NOTES.md' })).toBeVisible();
  await expect(page).toHaveURL(/since=review/);

  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await reaches(server, card, 'COMPLETED');
  await page.getByRole('tab', { name: 'Timeline' }).click();
  await expect(page.getByText('Approve changes · by owner')).toBeVisible();
});

test('a change is read side by side, with marks at changed words, and files are ticked off', async ({ page, server }) => {
  const project = await demoProject(server);
  const card = await cardOf(server, project, 'Greet by name');
  await fire(server, card, 'START_CODING');
  await reaches(server, card, 'CODE_REVIEW');
  await page.goto(`/projects/${project}/cards/${card}?tab=changes`);
  const file = page.getByRole('region', { name: 'commands/hello.sh' });

  await expect(file.locator('.diff-unified')).toBeVisible();
  await expect(file.locator('.diff-code-edit').first()).toBeVisible();
  await page.getByRole('button', { name: 'Split' }).click();
  await expect(file.locator('.diff-split')).toBeVisible();

  await expect(page.getByText('0 of 2 viewed')).toBeVisible();
  await file.getByRole('checkbox', { name: 'Viewed' }).check();
  await expect(file.locator('.diff')).toBeHidden();
  await page.reload();
  await expect(page.getByText('1 of 2 viewed')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Split' })).toHaveAttribute('aria-pressed', 'true');
});

test('what an address says of one card neither hides the changes of another nor stays when the card is closed', async ({ page, server }) => {
  const project = await demoProject(server);
  const card = await cardOf(server, project, 'Greet by name');
  await fire(server, card, 'START_CODING');
  await reaches(server, card, 'CODE_REVIEW');

  await page.goto(`/projects/${project}/cards/${card}?tab=changes&since=review&run=another&q=greet`);
  await expect(page.getByRole('region', { name: 'commands/hello.sh' }), 'it was never sent back').toBeVisible();
  await expect(page.getByRole('button', { name: 'Approve', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');

  await expect(page).toHaveURL(`/projects/${project}?q=greet`);
});

test('what is edited outlives a reload, and two who edit the same are both heard', async ({ page, server }) => {
  const project = await demoProject(server);
  const card = await cardOf(server, project, 'Add a stats command');
  await page.goto(`/projects/${project}/cards/${card}?tab=task`);
  await page.getByRole('button', { name: 'Edit task prompt' }).click();
  await page.getByRole('textbox', { name: 'Task prompt' }).fill('My words');
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Task prompt' })).toHaveValue('My words');

  await server.ask('mutation($c: ID!, $i: CardInput!) { updateCard(id: $c, input: $i, version: 1) { id } }', { c: card, i: { taskPrompt: 'Their words' } });
  await page.getByRole('button', { name: /^Save/ }).click();
  await expect(page.getByRole('alert')).toContainText('Their words');
  await page.getByRole('button', { name: 'Save mine over it' }).click();
  await expect(page.getByText('My words')).toBeVisible();
});

test('a cap that is used up is raised where the card asks, and the agent goes on from its checkpoint', async ({ page, server }) => {
  const project = await demoProject(server);
  const card = await cardOf(server, project, 'Add a repeat command');
  await server.ask('mutation($i: BudgetInput!) { setBudget(input: $i) { share } }', { i: { scope: 'CARD', subject: card, period: 'TOTAL', maxTokens: 100 } });
  await fire(server, card, 'START_CODING');
  await page.goto(`/projects/${project}`);
  await tile(page, 'Add a repeat command').getByRole('button', { name: 'Raise budget…' }).click();

  const dialog = page.getByRole('dialog', { name: /Raise budget/ });
  await expect(dialog.getByRole('group', { name: 'All runs of this card' })).toContainText('of 100 tokens');
  await dialog.getByLabel('Tokens').fill('1000000');
  await dialog.getByRole('button', { name: 'Raise and go on' }).click();

  await expect(dialog).toBeHidden();
  await reaches(server, card, 'CODE_REVIEW');
  const { budgets } = await server.ask<{ budgets: { scope: string; maxTokens: number }[] }>('query($c: ID) { budgets(cardId: $c) { scope maxTokens } }', { c: card });
  expect(budgets.find(({ scope }) => scope === 'CARD')?.maxTokens).toBe(1_000_000);
});
