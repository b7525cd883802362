import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { routes } from '@/shared/routes';
import { Check, Field, Input, Select } from '@/shared/ui/field';
import { StatusWord } from '@/shared/ui/status';
import type { Status } from '@/shared/cards/meaning';
import { Group } from '@/features/projects/Group';
import type { DeliveryData, Form } from './delivery';

interface Props {
  data: DeliveryData;
  form: Form;
  type: (wishes: Partial<Form>) => void;
}

/** Build and merge at GitHub, deploy by Argo CD, and what is looked at afterwards. */
export const DeliveryForm = ({ data, form, type }: Props) => {
  const text = (name: TextName, label: string, placeholder: string, hint: ReactNode) => (
    <Field label={label} hint={hint}>
      {(id) => <Input id={id} className="font-mono" placeholder={placeholder} value={form[name]} onChange={(event) => type({ [name]: event.target.value })} />}
    </Field>
  );
  const check = (name: 'waitForImage' | 'prune' | 'rollBack', label: string, hint: string) => <Check label={label} hint={hint} on={form[name]} set={(on) => type({ [name]: on })} />;
  return (
    <>
      <Switches data={data} />
      <Group title="Pull request and build" hint={<Health data={data} name="github" />}>
        {text('repository', 'Repository at GitHub', ownRepository(data), 'owner/name. Left empty, it is read off the address of the repository.')}
        <Field label="How pull requests are merged">
          {(id) => (
            <Select id={id} value={form.mergeMethod} onChange={(event) => type({ mergeMethod: event.target.value as Form['mergeMethod'] })}>
              <option value="MERGE">With a merge commit</option>
              <option value="SQUASH">Squashed into one commit</option>
              <option value="REBASE">Rebased</option>
            </Select>
          )}
        </Field>
        {text('workflow', 'Workflow that builds', 'build.yml', 'Its file in .github/workflows. Left empty, whatever a push starts is the build: workflows, checks and commit statuses.')}
      </Group>
      <Group title="Deploy" hint={<Health data={data} name="argocd" />}>
        {text('application', 'Application in Argo CD', 'shop', 'It is synced to the commit that was merged.')}
        {check('prune', 'Prune', 'A sync also takes away what is not in git any more.')}
        {check('rollBack', 'Take back what turns out bad', 'A deploy that fails its health check is rolled back before an agent repairs it.')}
      </Group>
      <Group title="Where it runs" hint={<Health data={data} name="kubernetes" />}>
        {text('namespace', 'Namespace', 'shop', 'Left empty, only Argo CD is asked whether it is healthy.')}
        {text('selector', 'Labels of its workloads', 'app=shop', 'Their conditions, events and logs tell whether it runs well, and an agent what went wrong.')}
      </Group>
      <Group title="Image" hint={<Health data={data} name="dockerhub" />}>
        {text('image', 'Image', 'acme/shop', 'Without a tag.')}
        {text('imageTag', 'Tag of a commit', '{sha}', <>{'{sha}'} and {'{shortSha}'} stand for the commit.</>)}
        {check('waitForImage', 'Wait for the image', 'A deploy waits until Docker Hub has that tag.')}
      </Group>
    </>
  );
};

type TextName = 'repository' | 'workflow' | 'application' | 'namespace' | 'selector' | 'image' | 'imageTag';

const ownRepository = ({ project }: DeliveryData): string => /[:/]([^/:]+\/[^/]+?)(?:\.git)?\/?$/.exec(project?.repositoryUrl ?? '')?.[1] ?? 'acme/shop';

/** Whether it builds and deploys at all is the project's own affair. */
const Switches = ({ data: { project } }: { data: DeliveryData }) => {
  if (!project) return null;
  const on = [project.buildEnabled && 'builds', project.deployEnabled && 'deploys', project.mergeOnCompletion && 'merges into the default branch'].filter(Boolean);
  return (
    <p className="text-sm text-muted">
      {on.length > 0 ? `After its tests a card of this project ${on.join(', ')}.` : 'This project neither builds nor deploys: a card ends with its changes on a branch.'}{' '}
      <Link to={routes.settings(project.id)} className="text-accent underline underline-offset-2">
        Change that
      </Link>
    </p>
  );
};

/** How the system is that the settings below it are for. */
const Health = ({ data, name }: { data: DeliveryData; name: string }) => {
  const found = data.integrations.find((one) => one.name === name);
  if (!found) return null;
  const status: Status = !found.configured ? { meaning: 'waiting', word: 'Not configured' } : found.healthy ? { meaning: 'done', word: 'Connected' } : { meaning: 'failed', word: 'Failing' };
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <StatusWord status={status} />
      <span className="min-w-0 break-words">{found.message.replace(/^not configured: /, '')}</span>
    </span>
  );
};
