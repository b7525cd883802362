import { useParams } from 'react-router';
import { useQuery } from 'urql';
import { toServerError } from '@/shared/api/errors';
import { Fault } from '@/shared/ui/fault';
import { Page } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { done } from '@/shared/ui/toast';
import { SaveBar } from '@/features/projects/SaveBar';
import { SettingsTabs } from '@/features/projects/SettingsTabs';
import { useWishes } from '@/features/projects/useWishes';
import { formOf, Prompt_Read, save, settled, type PromptData } from './prompt';
import { PromptForm } from './PromptForm';

/** What agents are told beside the card: the files of a config repository, and what became of a long history. */
export const PromptPage = () => {
  const { projectId = '' } = useParams();
  const [{ data, error }, refetch] = useQuery({ query: Prompt_Read, variables: { project: projectId } });
  if (data?.project) return <Editor key={projectId} project={projectId} data={data} />;
  return (
    <Page title="Settings" narrow>
      {error ? <Fault error={toServerError(error)} retry={() => refetch({ requestPolicy: 'network-only' })} /> : [1, 2].map((part) => <Skeleton key={part} className="h-40" />)}
    </Page>
  );
};

const Editor = ({ project, data }: { project: string; data: PromptData }) => {
  const base = formOf(data.promptSettings);
  const editing = useWishes({
    draft: `prompt.${project}`,
    base,
    settled,
    save: async (form) => {
      await save(project, base, form);
      done('Prompt settings saved');
    },
  });
  return (
    <form
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        editing.save();
      }}
    >
      <Page title={`Settings of ${data.project?.name ?? ''}`} narrow tabs={<SettingsTabs project={project} />}>
        <PromptForm project={project} data={data} form={editing.form} type={editing.type} />
      </Page>
      <SaveBar
        changed={editing.changed}
        hint="The next iteration of each card goes by what is saved here."
        error={editing.error}
        action="Save prompt settings"
        operation="updatePromptSettings"
        disabled={editing.busy}
        discard={editing.discard}
      />
    </form>
  );
};
