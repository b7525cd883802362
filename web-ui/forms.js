// What a person fills in: a project, the demo, a card.

import { request } from '/client.js';
import { ask } from '/dom.js';
import { CREATE_CARD, CREATE_DEMO, CREATE_PROJECT } from '/queries.js';

/** Asks until the server accepts or the person gives up, keeping what was typed. */
async function askUntilAccepted(form, accept) {
  let { fields, fault } = form;
  for (;;) {
    const answer = await ask({ ...form, fields, fault });
    if (!answer) return null;
    try {
      return await accept(answer);
    } catch (error) {
      fault = error.message;
      fields = fields.map((field) => ({ ...field, value: answer[field.name] }));
    }
  }
}

const optional = (text) => text.trim() || null;

export async function addDemo() {
  return (await request(CREATE_DEMO)).createDemoProject.id;
}

export function addProject() {
  return askUntilAccepted({ title: 'Add a repository', submit: 'Add project', fields: [
    { name: 'repositoryPath', label: 'Path on the server', required: true, placeholder: '/home/me/src/shop', help: 'The top level of a git repository with at least one commit.' },
    { name: 'name', label: 'Name', required: true },
    { name: 'defaultBranch', label: 'Default branch', placeholder: 'the one that is checked out' },
    { name: 'checkCommand', label: 'Check command', placeholder: './mvnw test', help: 'Must exit with 0 before work counts as done.' },
  ] }, async (answer) => (await request(CREATE_PROJECT, { input: { repositoryPath: answer.repositoryPath.trim(), name: answer.name.trim(),
    defaultBranch: optional(answer.defaultBranch), checkCommand: optional(answer.checkCommand) } })).createProject.id);
}

export function cardInput(answer) {
  return { title: answer.title.trim(), taskPrompt: answer.taskPrompt,
    acceptanceCriteria: answer.acceptanceCriteria.split('\n').map((line) => line.trim()).filter(Boolean) };
}

export function addCard(projectId) {
  return askUntilAccepted({ title: 'New card', submit: 'Create card', fields: [
    { name: 'title', label: 'Title', required: true },
    { name: 'taskPrompt', label: 'Task prompt', kind: 'text', rows: 8, help: 'What the agent is told. Read again before every iteration.' },
    { name: 'acceptanceCriteria', label: 'Acceptance criteria, one a line', kind: 'text', rows: 3 },
    { name: 'subscription', label: 'Subscription', placeholder: 'the project\'s, or the first that is enabled', help: 'The account that the agent works under; "demo" is a simulated agent.' },
  ] }, async (answer) => (await request(CREATE_CARD, { input: { projectId, ...cardInput(answer), subscription: optional(answer.subscription) } })).createCard);
}
