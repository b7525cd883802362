import { expect, test } from 'vitest';
import { fixture } from '@/testing/fixtures';
import { filesWords, formOf, inputOf, over, Prompt_Read, settled, type Prompt } from './prompt';

const aPrompt = (wishes: Partial<Prompt> = {}): Prompt => {
  const promptSettings: Prompt = { condense: null, configRepository: { url: 'https://host/acme/agents', ref: 'main', folder: null }, ...wishes };
  fixture(Prompt_Read, { project: null, promptSettings, promptDefaults: { condense: false, configRepository: null } });
  return promptSettings;
};
const SAVED = formOf(aPrompt());

test.each([
  { condense: null, configRepository: null },
  { condense: false, configRepository: { url: '/srv/agents', ref: null, folder: 'team' } },
  { condense: true, configRepository: { url: 'https://host/acme/agents', ref: 'v1', folder: null } },
])('what the form is not touched in is sent as it was: %j', (prompt) => {
  expect(inputOf(settled(formOf(aPrompt(prompt))))).toEqual(prompt);
});

test('without an address there is no repository, whatever stands below it', () => {
  expect(inputOf(settled({ ...SAVED, url: ' ', folder: 'team', condense: 'no' }))).toEqual({ configRepository: null, condense: false });
  expect(settled({ ...SAVED, url: ' /srv/agents ', ref: ' ' })).toMatchObject({ url: '/srv/agents', ref: '' });
});

test('what others changed elsewhere meanwhile stays', () => {
  expect(over({ ...SAVED, condense: 'yes' }, SAVED, { ...SAVED, folder: 'team' })).toEqual({ ...SAVED, folder: 'team', condense: 'yes' });
  expect(over({ ...SAVED, folder: 'team' }, SAVED, { ...SAVED, condense: 'no' })).toEqual({ ...SAVED, folder: 'team', condense: 'no' });
});

test('what others changed otherwise is not undone unseen: a folder is one of its repository', () => {
  const theirs = { ...SAVED, url: 'https://host/acme/other' };

  expect(() => over(theirs, SAVED, { ...SAVED, folder: 'team' })).toThrow('Address: https://host/acme/other');
  expect(() => over({ ...SAVED, condense: 'no' }, SAVED, { ...SAVED, condense: 'yes' })).toThrow('When it does not fit: cut it');
  expect(over(theirs, theirs, { ...theirs, folder: 'team' }), 'once it was seen').toEqual({ ...theirs, folder: 'team' });
  expect(over({ ...SAVED, condense: 'yes' }, SAVED, { ...SAVED, condense: 'yes' }), 'both wanted the same').toMatchObject({ condense: 'yes' });
});

test('what was found is told by texts and skills', () => {
  expect(filesWords(['AGENTS.md', 'CLAUDE.md', 'skills/a/SKILL.md', 'skills/a/run.sh', 'skills/b/SKILL.md'])).toBe('AGENTS.md, CLAUDE.md, 2 skills');
  expect(filesWords([])).toBe('nothing for agents');
});
