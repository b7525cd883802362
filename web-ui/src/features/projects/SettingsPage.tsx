import { useParams } from 'react-router';
import { useQuery } from 'urql';
import { toServerError } from '@/shared/api/errors';
import { count } from '@/shared/format/numbers';
import { Button } from '@/shared/ui/button';
import { Fault } from '@/shared/ui/fault';
import { Page } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { Time } from '@/shared/ui/time';
import { Settings_Read, type ProjectSettings } from './settings';
import { SettingsClash } from './SettingsClash';
import { SettingsForm } from './SettingsForm';
import { SettingsTabs } from './SettingsTabs';
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
      </Page>
      <footer className="shrink-0 border-t bg-surface py-2">
        <div className="mx-auto flex max-w-3xl flex-col gap-2 px-3 sm:px-6">
          {clashes.length > 0 && <SettingsClash settings={settings} />}
          {error !== null && <Fault error={error} />}
          <div className="flex items-center justify-end gap-2">
            <span aria-live="polite" className="mr-auto text-xs text-muted tabular-nums">
              {changed.length === 0 ? 'Cards that run already keep the limits they began with.' : `${count(changed.length, 'setting')} changed, not saved yet`}
            </span>
            {changed.length > 0 && <Button onClick={cancel}>Discard</Button>}
            <Button type="submit" look="primary" operation="updateProject" disabled={changed.length === 0 || busy || clashes.length > 0}>
              Save settings
            </Button>
          </div>
        </div>
      </footer>
    </form>
  );
};
