import { graphql, type ResultOf, type VariablesOf } from '@/shared/api/graphql';
import { changedFields } from './wishes';

const Settings_Project = graphql(`
  fragment Settings_Project on Project {
    id name description repositoryUrl repositoryPath defaultBranch techStack codingConventions setupCommand checkCommand
    buildEnabled deployEnabled mergeOnCompletion autoApprovePlan autoApproveReview subscription onUsageLimit
    defaults { maxIterations maxRuntimeSeconds maxCostUsd }
    version updatedAt
  }
`);

export const Settings_Read = graphql(`query Settings_Read($project: ID!) { project(id: $project) { ...Settings_Project } }`, [Settings_Project]);

export const Settings_Update = graphql(
  `
    mutation Settings_Update($project: ID!, $input: ProjectInput!, $version: Int!) {
      updateProject(id: $project, input: $input, version: $version) { ...Settings_Project }
    }
  `,
  [Settings_Project],
);

export type ProjectSettings = NonNullable<ResultOf<typeof Settings_Read>['project']>;
type ProjectInput = VariablesOf<typeof Settings_Update>['input'];

/** What the form holds: texts as they are typed. */
export interface Form {
  name: string;
  description: string;
  repositoryPath: string;
  repositoryUrl: string;
  defaultBranch: string;
  techStack: string;
  codingConventions: string;
  setupCommand: string;
  checkCommand: string;
  buildEnabled: boolean;
  deployEnabled: boolean;
  mergeOnCompletion: boolean;
  autoApprovePlan: boolean;
  autoApproveReview: boolean;
  subscription: string;
  onUsageLimit: ProjectSettings['onUsageLimit'];
  maxIterations: string;
  maxRuntimeMinutes: string;
  maxCostUsd: string;
}

export type FieldName = keyof Form;

export const LABELS: Record<FieldName, string> = {
  name: 'Name',
  description: 'Description',
  repositoryPath: 'Path of the repository',
  repositoryUrl: 'Address of the repository',
  defaultBranch: 'Default branch',
  techStack: 'Tech stack',
  codingConventions: 'Coding conventions',
  setupCommand: 'Setup command',
  checkCommand: 'Check command',
  buildEnabled: 'Build after the tests',
  deployEnabled: 'Deploy after the build',
  mergeOnCompletion: 'Merge when a card is completed',
  autoApprovePlan: 'Approve plans without asking',
  autoApproveReview: 'Approve changes without asking',
  subscription: 'Subscription',
  onUsageLimit: 'At a usage limit',
  maxIterations: 'Iterations',
  maxRuntimeMinutes: 'Minutes',
  maxCostUsd: 'US dollars',
};

export const formOf = (project: ProjectSettings): Form => ({
  name: project.name,
  description: project.description ?? '',
  repositoryPath: project.repositoryPath,
  repositoryUrl: project.repositoryUrl ?? '',
  defaultBranch: project.defaultBranch,
  techStack: project.techStack.join(', '),
  codingConventions: project.codingConventions ?? '',
  setupCommand: project.setupCommand ?? '',
  checkCommand: project.checkCommand ?? '',
  buildEnabled: project.buildEnabled,
  deployEnabled: project.deployEnabled,
  mergeOnCompletion: project.mergeOnCompletion,
  autoApprovePlan: project.autoApprovePlan,
  autoApproveReview: project.autoApproveReview,
  subscription: project.subscription ?? '',
  onUsageLimit: project.onUsageLimit,
  maxIterations: String(project.defaults.maxIterations),
  maxRuntimeMinutes: String(project.defaults.maxRuntimeSeconds / 60),
  maxCostUsd: String(project.defaults.maxCostUsd),
});

/** Only what was changed is sent, so that what others change elsewhere stays. A blank text takes an optional value away. */
export function inputOf(form: Form, base: Form): ProjectInput {
  const changed = changedFields(form, base);
  const { techStack, maxIterations, maxRuntimeMinutes, maxCostUsd, ...plain } = form;
  const input: ProjectInput = Object.fromEntries(Object.entries(plain).filter(([name]) => changed.includes(name as FieldName)));
  const defaults = {
    ...(changed.includes('maxIterations') && { maxIterations: Number(maxIterations) }),
    ...(changed.includes('maxRuntimeMinutes') && { maxRuntimeSeconds: Math.round(Number(maxRuntimeMinutes) * 60) }),
    ...(changed.includes('maxCostUsd') && { maxCostUsd: Number(maxCostUsd) }),
  };
  return {
    ...input,
    ...(changed.includes('techStack') && { techStack: techStack.split(',').map((one) => one.trim()).filter(Boolean) }),
    ...(Object.keys(defaults).length > 0 && { defaults }),
  };
}
