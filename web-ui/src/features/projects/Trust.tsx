import { useState } from 'react';
import { useQuery } from 'urql';
import { tell } from '@/shared/api/client';
import { ServerError } from '@/shared/api/errors';
import { graphql } from '@/shared/api/graphql';
import { Button } from '@/shared/ui/button';
import { Dialog } from '@/shared/ui/dialog';
import { Fault } from '@/shared/ui/fault';
import { done } from '@/shared/ui/toast';

const Trust_Read = graphql(`query Trust_Read($project: ID!) { project(id: $project) { id trustRepository } }`);
const Trust_Set = graphql(`mutation Trust_Set($project: ID!, $trusted: Boolean!) { trustProject(id: $project, trusted: $trusted) { id trustRepository } }`);

/** Whether agents obey what the repository holds for them. Not part of the form: it takes effect at once, and is asked for. */
export const Trust = ({ project }: { project: string }) => {
  const [{ data }] = useQuery({ query: Trust_Read, variables: { project } });
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<ServerError | null>(null);
  const trusted = data?.project?.trustRepository;
  if (trusted === undefined) return null;
  const set = async (wish: boolean) => {
    setAsking(false);
    setError(null);
    try {
      await tell(Trust_Set, { project, trusted: wish });
      done(wish ? 'Agents obey the repository’s own settings from now on' : 'Agents no longer obey the repository’s own settings');
    } catch (failure) {
      if (!(failure instanceof ServerError)) throw failure;
      setError(failure);
    }
  };
  return (
    <section aria-label="Trust" className="rounded-md border bg-surface p-4">
      <h2 className="text-sm font-semibold">Trust</h2>
      <p className="mt-1 text-xs text-muted">
        {trusted
          ? 'This repository is trusted: agents obey the settings, hooks and servers that it holds for them.'
          : 'This repository is not trusted: the settings, hooks and servers that it holds for agents have no effect. Some agents do not start beside such files.'}
      </p>
      {error && <Fault error={error} />}
      <div className="mt-3">
        {trusted ? (
          <Button operation="trustProject" onClick={() => void set(false)}>No longer trust it</Button>
        ) : (
          <Button operation="trustProject" onClick={() => setAsking(true)}>Trust this repository…</Button>
        )}
      </div>
      <Dialog open={asking} onOpenChange={setAsking} title="Trust this repository?" description="Only if nobody but you can change it.">
        <div className="flex flex-col gap-3 p-4 text-sm">
          <p>Its files can then run any command wherever an agent starts, and send the agent’s credential to an address of their choice.</p>
          <div className="flex justify-end gap-2">
            <Button onClick={() => setAsking(false)}>Cancel</Button>
            <Button look="danger" operation="trustProject" onClick={() => void set(true)}>
              Trust it
            </Button>
          </div>
        </div>
      </Dialog>
    </section>
  );
};
