import { useParams } from 'react-router';
import { useQuery } from 'urql';
import { tell } from '@/shared/api/client';
import { toServerError } from '@/shared/api/errors';
import { Fault } from '@/shared/ui/fault';
import { Page } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { done } from '@/shared/ui/toast';
import { SaveBar } from '@/features/projects/SaveBar';
import { SettingsTabs } from '@/features/projects/SettingsTabs';
import { useWishes } from '@/features/projects/useWishes';
import { Delivery_Read, Delivery_Update, formOf, inputOf, type DeliveryData } from './delivery';
import { DeliveryForm } from './DeliveryForm';

/** How what was approved gets to where it runs: merge, build, deploy. */
export const DeliveryPage = () => {
  const { projectId = '' } = useParams();
  const [{ data, error }, refetch] = useQuery({ query: Delivery_Read, variables: { project: projectId } });
  const read = () => refetch({ requestPolicy: 'network-only' });
  if (data?.project) return <Editor key={projectId} project={projectId} data={data} read={read} />;
  return (
    <Page title="Settings" narrow>
      {error ? <Fault error={toServerError(error)} retry={read} /> : [1, 2, 3].map((part) => <Skeleton key={part} className="h-40" />)}
    </Page>
  );
};

const Editor = ({ project, data, read }: { project: string; data: DeliveryData; read: () => void }) => {
  const base = formOf(data.delivery);
  const { form, changed, error, busy, type, discard, save } = useWishes({
    draft: `delivery.${project}`,
    base,
    save: async (wanted) => {
      await tell(Delivery_Update, { project, input: inputOf(wanted, base) });
      read();
      done('Delivery settings saved');
    },
  });
  return (
    <form
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Page title={`Settings of ${data.project?.name ?? ''}`} narrow tabs={<SettingsTabs project={project} />}>
        <DeliveryForm data={data} form={form} type={type} />
      </Page>
      <SaveBar
        changed={changed}
        hint="Cards on their way already are delivered as they began."
        error={error}
        action="Save delivery settings"
        operation="updateDelivery"
        disabled={busy}
        discard={discard}
      />
    </form>
  );
};
