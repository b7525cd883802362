import { useState } from 'react';
import { useParams } from 'react-router';
import { useQuery } from 'urql';
import { tell } from '@/shared/api/client';
import { toServerError } from '@/shared/api/errors';
import { count } from '@/shared/format/numbers';
import { Button } from '@/shared/ui/button';
import { Fault } from '@/shared/ui/fault';
import { Page } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { done } from '@/shared/ui/toast';
import { clearDraft, useDraft } from '@/shared/useDraft';
import { SettingsTabs } from '@/features/projects/SettingsTabs';
import { changedFields, Delivery_Read, Delivery_Update, formOf, formWith, inputOf, wish, type DeliveryData, type Wishes } from './delivery';
import { DeliveryForm } from './DeliveryForm';

/** How what was approved gets to where it runs: merge, build, deploy. */
export const DeliveryPage = () => {
  const { projectId = '' } = useParams();
  const [{ data, error }, refetch] = useQuery({ query: Delivery_Read, variables: { project: projectId } });
  const read = () => refetch({ requestPolicy: 'network-only' });
  if (data?.project) return <Editor project={projectId} data={data} read={read} />;
  return (
    <Page title="Settings" narrow>
      {error ? <Fault error={toServerError(error)} retry={read} /> : [1, 2, 3].map((part) => <Skeleton key={part} className="h-40" />)}
    </Page>
  );
};

const Editor = ({ project, data, read }: { project: string; data: DeliveryData; read: () => void }) => {
  const name = `delivery.${project}`;
  const [wishes, setWishes] = useDraft<Wishes>(name, {});
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const base = formOf(data.delivery);
  const form = formWith(wishes, base);
  const changed = changedFields(form, base);
  const drop = () => {
    setWishes({});
    setError(null);
    clearDraft(name);
  };
  const save = async () => {
    setBusy(true);
    setError(null);
    try {
      await tell(Delivery_Update, { project, input: inputOf(form, base) });
      read();
      drop();
      done('Delivery settings saved');
    } catch (cause) {
      setError(cause);
    }
    setBusy(false);
  };
  return (
    <form
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Page title={`Settings of ${data.project?.name ?? ''}`} narrow tabs={<SettingsTabs project={project} />}>
        <DeliveryForm data={data} form={form} type={(more) => setWishes(wish(wishes, more, base))} />
      </Page>
      <footer className="shrink-0 border-t bg-surface py-2">
        <div className="mx-auto flex max-w-3xl flex-col gap-2 px-3 sm:px-6">
          {error !== null && <Fault error={error} />}
          <div className="flex items-center justify-end gap-2">
            <span aria-live="polite" className="mr-auto text-xs text-muted tabular-nums">
              {changed.length === 0 ? 'Cards on their way already are delivered as they began.' : `${count(changed.length, 'setting')} changed, not saved yet`}
            </span>
            {changed.length > 0 && <Button onClick={drop}>Discard</Button>}
            <Button type="submit" look="primary" operation="updateDelivery" disabled={changed.length === 0 || busy}>
              Save delivery settings
            </Button>
          </div>
        </div>
      </footer>
    </form>
  );
};
