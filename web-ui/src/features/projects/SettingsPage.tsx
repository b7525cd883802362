import { useParams } from 'react-router';
import { useQuery } from 'urql';
import { toServerError } from '@/shared/api/errors';
import { Fault } from '@/shared/ui/fault';
import { Page } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { Time } from '@/shared/ui/time';
import { SaveBar } from './SaveBar';
import { Settings_Read, type ProjectSettings } from './settings';
import { SettingsClash } from './SettingsClash';
import { SettingsForm } from './SettingsForm';
import { SettingsTabs } from './SettingsTabs';
import { Trust } from './Trust';
import { useSettings } from './useSettings';

/** How a project is built, checked and delivered. */
export const SettingsPage = () => {
  const { projectId = '' } = useParams();
  const [{ data, error }, refetch] = useQuery({ query: Settings_Read, variables: { project: projectId } });
  if (data?.project) return <Editor project={data.project} />;
  return (
    <Page title="Settings" narrow>
      {error ? <Fault error={toServerError(error)} retry={() => refetch({ requestPolicy: 'network-only' })} /> : [1, 2, 3].map((part) => <Skeleton key={part} className="h-40" />)}
    </Page>
  );
};

const Editor = ({ project }: { project: ProjectSettings }) => {
  const settings = useSettings(project);
  const { changed, clashes, error, busy, cancel, save } = settings;
  return (
    <form
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Page
        title={`Settings of ${project.name}`}
        narrow
        tabs={<SettingsTabs project={project.id} />}
        actions={
          <span className="text-xs text-faint">
            saved <Time at={project.updatedAt} />
          </span>
        }
      >
        <SettingsForm settings={settings} />
        <Trust project={project.id} />
      </Page>
      <SaveBar
        changed={changed.length}
        hint="Cards that run already keep the limits they began with."
        error={error}
        action="Save settings"
        operation="updateProject"
        disabled={busy || clashes.length > 0}
        discard={cancel}
      >
        {clashes.length > 0 && <SettingsClash settings={settings} />}
      </SaveBar>
    </form>
  );
};
