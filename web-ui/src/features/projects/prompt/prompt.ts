import { ask, tell } from '@/shared/api/client';
import { ServerError } from '@/shared/api/errors';
import { graphql, type FragmentOf, type ResultOf, type VariablesOf } from '@/shared/api/graphql';
import { count } from '@/shared/format/numbers';
import { mergeForms } from '@/features/projects/wishes';

const Prompt_Settings = graphql(`
  fragment Prompt_Settings on PromptSettings { condense configRepository { url ref folder } }
`);

export const Prompt_Read = graphql(
  `
    query Prompt_Read($project: ID!) {
      project(id: $project) { id name }
      promptSettings(projectId: $project) { ...Prompt_Settings }
      promptDefaults { ...Prompt_Settings }
    }
  `,
  [Prompt_Settings],
);

const Prompt_Update = graphql(
  `
    mutation Prompt_Update($project: ID!, $input: PromptSettingsInput!) {
      updatePromptSettings(projectId: $project, input: $input) { ...Prompt_Settings }
    }
  `,
  [Prompt_Settings],
);

const Prompt_Test = graphql(`
  mutation Prompt_Test($project: ID!) { testConfigRepository(projectId: $project) { readable commit files problems } }
`);

export type PromptData = ResultOf<typeof Prompt_Read>;
export type Prompt = FragmentOf<typeof Prompt_Settings>;
export type ConfigRepository = NonNullable<Prompt['configRepository']>;
export type Reading = ResultOf<typeof Prompt_Test>['testConfigRepository'];
type PromptInput = VariablesOf<typeof Prompt_Update>['input'];

/** What the form holds: every text as it is typed. Without an address the project has no config repository of its own. */
export interface Form {
  url: string;
  ref: string;
  folder: string;
  /** "" for what the server's configuration says. */
  condense: '' | 'yes' | 'no';
}

export const LABELS: Record<keyof Form, string> = { url: 'Address', ref: 'Branch or tag', folder: 'Folder', condense: 'When it does not fit' };
/** What becomes of a history that does not fit. */
export const CONDENSE: Record<Form['condense'], string> = { '': 'as the server’s configuration says', no: 'cut it', yes: 'condense it' };
const OF_REPOSITORY = ['url', 'ref', 'folder'] as const;

export const formOf = ({ configRepository, condense }: Prompt): Form => ({
  url: configRepository?.url ?? '',
  ref: configRepository?.ref ?? '',
  folder: configRepository?.folder ?? '',
  condense: condense === null ? '' : condense ? 'yes' : 'no',
});

/** What the form comes to: a branch or a folder is one of a repository, and goes with its address. */
export const settled = ({ url, ref, folder, condense }: Form): Form =>
  url.trim() === '' ? { url: '', ref: '', folder: '', condense } : { url: url.trim(), ref: ref.trim(), folder: folder.trim(), condense };

/** All of it, because the server takes what is absent for what its configuration says. */
export const inputOf = ({ url, ref, folder, condense }: Form): PromptInput => ({
  configRepository: url === '' ? null : { url, ref: ref || null, folder: folder || null },
  condense: condense === '' ? null : condense === 'yes',
});

/**
 * What was changed on a base, over what is there now.
 *
 * Throws a ServerError where somebody else has meanwhile changed the same otherwise: address, branch and folder are one thing, because
 * a folder of the one repository is none of the other.
 */
export function over(now: Form, base: Form, form: Form): Form {
  const merged = mergeForms(base, form, now, OF_REPOSITORY);
  if (merged.clashes.length > 0) {
    const theirs = merged.clashes.map((name) => `${LABELS[name]}: ${name === 'condense' ? CONDENSE[now.condense] : now[name] || 'nothing'}`).join(', ');
    throw new ServerError(`Somebody else has saved other settings meanwhile (${theirs}). Yours are still here and not saved: look at them again, and save them to put them in place of those.`, 'CONFLICT');
  }
  return merged.form;
}

const read = async (project: string): Promise<Prompt> => (await ask(Prompt_Read, { project })).promptSettings;

/** Sends what the function makes of what the server has now, and reads it again, so that the page shows what is saved. */
async function change(project: string, make: (now: Form) => Form): Promise<void> {
  const next = make(formOf(await read(project)));
  await tell(Prompt_Update, { project, input: inputOf(next) });
  await read(project);
}

/** Throws a ServerError, and then has saved nothing. */
export const save = (project: string, base: Form, form: Form): Promise<void> => change(project, (now) => over(now, base, form));

/** @returns what puts back what was there, as long as nobody has set another */
export async function takeAway(project: string): Promise<() => Promise<void>> {
  let taken = { url: '', ref: '', folder: '' };
  await change(project, ({ condense, ...repository }) => {
    taken = repository;
    return { url: '', ref: '', folder: '', condense };
  });
  return () =>
    change(project, (now) => {
      if (now.url !== '') throw new ServerError('The project has another config repository by now, so the one before was not put back.', 'CONFLICT');
      return { ...now, ...taken };
    });
}

/** Has the server read it now. Throws a ServerError. */
export const readNow = async (project: string): Promise<Reading> => (await tell(Prompt_Test, { project })).testConfigRepository;

/** "AGENTS.md, 2 skills" */
export function filesWords(files: readonly string[]): string {
  const skills = files.filter((file) => /^skills\/[^/]+\/SKILL\.md$/.test(file)).length;
  const texts = files.filter((file) => !file.startsWith('skills/'));
  return [...texts, ...(skills > 0 ? [count(skills, 'skill')] : [])].join(', ') || 'nothing for agents';
}
