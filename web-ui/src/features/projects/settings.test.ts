import { expect, test } from 'vitest';
import { fixture } from '@/testing/fixtures';
import { formOf, inputOf, Settings_Read, type ProjectSettings } from './settings';
import { mergeForms } from './wishes';

const project = (wishes: Partial<ProjectSettings> = {}): ProjectSettings => {
  const one: ProjectSettings = {
    id: 'p', name: 'shop', description: null, repositoryUrl: null, repositoryPath: '/src/shop', defaultBranch: 'main', techStack: ['Java', 'Quarkus'],
    codingConventions: null, setupCommand: null, checkCommand: 'npm test', buildEnabled: false, deployEnabled: false, mergeOnCompletion: false,
    autoApprovePlan: false, autoApproveReview: false, subscription: null, onUsageLimit: 'WAIT',
    defaults: { maxIterations: 20, maxRuntimeSeconds: 3600, maxCostUsd: 5 }, version: 3, updatedAt: '2026-01-01T10:00:00Z',
    ...wishes,
  };
  fixture(Settings_Read, { project: one });
  return one;
};
const base = formOf(project());

test('only what was changed is sent', () => {
  expect(inputOf(base, base)).toEqual({});
  expect(inputOf({ ...base, checkCommand: '', techStack: 'Java, Postgres ,', maxRuntimeMinutes: '90', buildEnabled: true }, base)).toEqual({
    checkCommand: '', techStack: ['Java', 'Postgres'], buildEnabled: true, defaults: { maxRuntimeSeconds: 5400 },
  });
});

test('two people who changed different settings both have their way', () => {
  const theirs = formOf(project({ name: 'store', buildEnabled: true }));
  const { form, clashes } = mergeForms(base, { ...base, checkCommand: 'make check' }, theirs);
  expect(clashes).toEqual([]);
  expect(form).toMatchObject({ name: 'store', buildEnabled: true, checkCommand: 'make check' });
  expect(inputOf(form, theirs)).toEqual({ checkCommand: 'make check' });
});

test('the same setting changed twice is a clash; the same change twice is none', () => {
  const mine = { ...base, name: 'mine', checkCommand: 'make' };
  expect(mergeForms(base, mine, formOf(project({ name: 'theirs', checkCommand: 'make' }))).clashes).toEqual(['name']);
});
