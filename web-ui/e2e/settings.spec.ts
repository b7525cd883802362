import { join } from 'node:path';
import { repository } from './shop';
import { demoProject, expect, serious, test } from './test';
import type { RingmasterServer } from './server';

test('how a project is delivered is set on its page; what cannot be is refused with words, and stays typed', async ({ page, server }) => {
  const project = await demoProject(server);
  await page.goto(`/projects/${project}/settings`);
  await page.getByRole('link', { name: 'Delivery' }).click();
  await page.getByLabel('Repository at GitHub').fill('acme/shop');
  await page.getByLabel('How pull requests are merged').selectOption('Squashed into one commit');
  await page.getByLabel('Take back what turns out bad').check();
  await page.getByLabel('Workflow that builds').fill('../evil');
  await page.getByRole('button', { name: 'Save delivery settings' }).click();
  await expect(page.getByRole('alert')).toContainText('build.yml');
  await page.reload();
  await expect(page.getByLabel('Workflow that builds')).toHaveValue('../evil');

  await page.getByLabel('Workflow that builds').fill('build.yml');
  await page.getByRole('button', { name: 'Save delivery settings' }).click();
  await expect(page.getByText('Delivery settings saved')).toBeVisible();
  const { delivery } = await server.ask<{ delivery: unknown }>('query($p: ID!) { delivery(projectId: $p) { repository mergeMethod workflow rollBack application } }', { p: project });
  expect(delivery).toEqual({ repository: 'acme/shop', mergeMethod: 'SQUASH', workflow: 'build.yml', rollBack: true, application: null });
});

test('a config repository is set on its page, tested, and taken away; what cannot be is refused with words, and stays typed', async ({ page, server }) => {
  const project = await demoProject(server);
  const agents = repository(join(server.home, `agents-${project}`), { 'team/AGENTS.md': 'Write tests first.\n', 'team/skills/release/SKILL.md': 'Tag it.\n' });
  const saved = async () => (await server.ask<{ promptSettings: unknown }>('query($p: ID!) { promptSettings(projectId: $p) { condense configRepository { url ref folder } } }', { p: project })).promptSettings;
  const save = page.getByRole('button', { name: 'Save prompt settings' });
  await page.goto(`/projects/${project}/settings`);
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Prompt' }).click();
  await expect(page.getByText('agents get no such files')).toBeVisible();
  await expect(page.getByLabel('Folder')).toBeDisabled();

  await page.getByLabel('Address').fill('git@github.com:acme/agents.git');
  await page.getByLabel('Folder').fill('team');
  await page.getByLabel('When it does not fit').selectOption('yes');
  await save.click();
  await expect(page.getByRole('alert')).toContainText('Use https://host/path without a credential');
  await page.reload();
  await expect(page.getByLabel('Address')).toHaveValue('git@github.com:acme/agents.git');
  await expect(page.getByLabel('When it does not fit')).toHaveValue('yes');
  expect(await saved()).toEqual({ condense: null, configRepository: null });

  await page.getByLabel('Address').fill(agents);
  await save.click();
  await expect(page.getByText('Prompt settings saved')).toBeVisible();
  expect(await saved()).toEqual({ condense: true, configRepository: { url: agents, ref: null, folder: 'team' } });
  await page.getByRole('button', { name: 'Test what is saved' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'It can be read' })).toContainText('AGENTS.md, 1 skill');
  expect(await serious(page)).toEqual([]);

  const gone = `${agents}-gone`;
  await page.getByLabel('Branch or tag').fill('main');
  await setPrompt(server, project, { condense: true, configRepository: { url: gone, folder: 'team' } });
  await save.click();
  await expect(page.getByRole('alert')).toContainText(`Address: ${gone}`);
  await expect(page.getByLabel('Address')).toHaveValue(gone);
  await save.click();
  await expect.poll(saved).toEqual({ condense: true, configRepository: { url: gone, ref: 'main', folder: 'team' } });
  await expect(page.getByRole('main')).toContainText(`${gone}, branch or tag main`);
  await page.getByRole('button', { name: 'Test what is saved' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'It cannot be read' })).toContainText('each iteration goes on without it');

  await page.getByRole('button', { name: 'Remove config repository' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByLabel('Address')).toHaveValue(gone);
  await page.getByRole('button', { name: 'Remove config repository' }).click();
  await expect(page.getByText('agents get no such files')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Address')).toHaveValue('');
  await expect(page.getByLabel('When it does not fit')).toHaveValue('yes');
  expect(await saved()).toEqual({ condense: true, configRepository: null });
});

test('budgets are set, changed and removed on their page, and undone', async ({ page, server }) => {
  const project = await demoProject(server);
  await page.goto(`/projects/${project}/settings/budgets`);
  await page.getByLabel('US dollars').fill('20');
  await page.getByRole('button', { name: 'Set budget' }).click();
  const row = page.getByRole('region', { name: 'Budgets now' }).getByRole('listitem').filter({ hasText: 'Today, this project' });
  await expect(row).toContainText('$0.00 of $20.00');

  await row.getByRole('button', { name: 'Change Today, this project' }).click();
  await page.getByLabel('US dollars').fill('35');
  await page.getByRole('button', { name: 'Set budget' }).click();
  await expect(row).toContainText('$0.00 of $35.00');

  await row.getByRole('button', { name: 'Remove Today, this project' }).click();
  await expect(row).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row).toContainText('$0.00 of $35.00');
});

test('two people change settings: both have their way, and a clash asks', async ({ page, server }) => {
  const project = await demoProject(server);
  await page.goto(`/projects/${project}/settings`);
  await page.getByLabel('Check command').fill('sh check.sh --all');
  await changeBehind(server, project, { description: 'Changed by somebody else' });

  await page.getByRole('button', { name: 'Save settings' }).click();

  await expect(page.getByText('Settings saved')).toBeVisible();
  await expect(page.getByLabel('Description')).toHaveValue('Changed by somebody else');
  await expect(page.getByLabel('Check command')).toHaveValue('sh check.sh --all');

  await page.getByLabel('Description').fill('Mine');
  await changeBehind(server, project, { description: 'Theirs' });
  await page.getByRole('button', { name: 'Save settings' }).click();

  const clash = page.getByRole('alert').filter({ hasText: 'Somebody saved other settings' });
  await expect(clash).toContainText('Theirs');
  await clash.getByRole('button', { name: 'Save mine over them' }).click();
  await expect(clash).toBeHidden();
  expect((await read(server, project)).description).toBe('Mine');
});

async function read(server: RingmasterServer, project: string) {
  const { project: found } = await server.ask<{ project: { version: number; description: string | null } }>('query($p: ID!) { project(id: $p) { version description } }', { p: project });
  return found;
}

async function changeBehind(server: RingmasterServer, project: string, input: Record<string, unknown>) {
  const { version } = await read(server, project);
  await server.ask('mutation($p: ID!, $i: ProjectInput!, $v: Int!) { updateProject(id: $p, input: $i, version: $v) { id } }', { p: project, i: input, v: version });
}

const setPrompt = (server: RingmasterServer, project: string, input: Record<string, unknown>) =>
  server.ask('mutation($p: ID!, $i: PromptSettingsInput!) { updatePromptSettings(projectId: $p, input: $i) { condense } }', { p: project, i: input });
