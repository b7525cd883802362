import { useState } from 'react';
import { useQuery, type AnyVariables, type TypedDocumentNode } from 'urql';
import { tell } from '@/shared/api/client';
import { toServerError } from '@/shared/api/errors';
import { graphql } from '@/shared/api/graphql';
import { usePolling } from '@/shared/api/useReadAgain';
import { midnight } from '@/shared/format/time';
import { useClock } from '@/shared/format/useNow';
import { Button } from '@/shared/ui/button';
import { Fault } from '@/shared/ui/fault';
import { Page, Section } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { done, refused } from '@/shared/ui/toast';
import { IntegrationRow, PlatformRow, SubscriptionRow } from './rows';
import { Rows } from './Row';

const Agents_Platforms = graphql(`query Agents_Platforms { platforms { name available version path loggedIn message } }`);
const Agents_Subscriptions = graphql(`
  query Agents_Subscriptions { subscriptions { name platform model enabled priority maxConcurrent running parkedUntil healthy message windows { name used resetsAt seenAt } } }
`);
const Agents_Integrations = graphql(`query Agents_Integrations { integrations { name configured healthy message checkedAt } }`);

const Agents_Spent = graphql(`
  query Agents_Spent($from: DateTime) { metricsBySubscription(from: $from) { subscription summary { costUsd unpricedTokens } } }
`);
const Agents_Test = graphql(`mutation Agents_Test($name: String!) { testIntegration(name: $name) { name configured healthy message checkedAt } }`);

function useFresh<Data, Variables extends AnyVariables>(query: TypedDocumentNode<Data, Variables>, everyMs: number, variables: Variables) {
  const [{ data, error }, refetch] = useQuery({ query, variables });
  const read = () => refetch({ requestPolicy: 'network-only' });
  usePolling(read, everyMs);
  return { data, fault: error && <Fault error={toServerError(error)} retry={read} /> };
}

/** Who can work here: the accounts, the agents on this machine, and the systems around them. */
export const AgentsPage = () => {
  const subscriptions = useFresh(Agents_Subscriptions, 4000, {});
  const platforms = useFresh(Agents_Platforms, 20_000, {});
  const integrations = useFresh(Agents_Integrations, 20_000, {});
  const spent = useFresh(Agents_Spent, 20_000, { from: useClock(midnight) });
  const spentBy = (name: string) => spent.data?.metricsBySubscription.find(({ subscription }) => subscription === name)?.summary;
  const accounts = subscriptions.data?.subscriptions.toSorted((a, b) => Number(b.enabled) - Number(a.enabled) || a.priority - b.priority || a.name.localeCompare(b.name));
  const connected = integrations.data?.integrations.filter(({ configured }) => configured).map(({ name }) => name) ?? [];
  const running = accounts?.reduce((sum, one) => sum + one.running, 0) ?? 0;
  return (
    <Page title="Agents">
      <Section title="Subscriptions" hint={accounts && (running === 0 ? 'no agent is running' : `${running} ${running === 1 ? 'agent is' : 'agents are'} running`)}>
        {subscriptions.fault}
        {accounts?.length === 0 ? (
          <Teach>
            A subscription is an account that agents work under. Without one no card can run: write one into the configuration, at{' '}
            <Code>ringmaster.subscriptions</Code>, with its <Code>platform</Code>, and restart the server.
          </Teach>
        ) : (
          <Rows>{accounts ? accounts.map((one) => <SubscriptionRow key={one.name} one={one} today={spentBy(one.name)} />) : <Loading />}</Rows>
        )}
        <p className="text-xs text-faint">A card that names no subscription gets the one with the lowest priority number that has room and is not parked.</p>
      </Section>
      <Section title="Platforms" hint="the agents on the server’s machine">
        {platforms.fault}
        <Rows>{platforms.data ? platforms.data.platforms.toSorted((a, b) => Number(b.available) - Number(a.available)).map((one) => <PlatformRow key={one.name} one={one} />) : <Loading />}</Rows>
      </Section>
      <Section
        title="Integrations"
        hint="the systems that review, build and deploy"
        actions={connected.length > 0 && <TestNow names={connected} />}
      >
        {integrations.fault}
        {integrations.data?.integrations.length === 0 && (
          <Teach>Nothing is connected. Cards end with their changes committed on a branch, which is all that a small project needs.</Teach>
        )}
        {(integrations.data?.integrations.length ?? 0) > 0 && (
          <Rows>
            {integrations.data?.integrations
              .toSorted((a, b) => Number(b.configured) - Number(a.configured))
              .map((one) => <IntegrationRow key={one.name} one={one} />)}
          </Rows>
        )}
        {!integrations.data && !integrations.fault && (
          <Rows>
            <Loading />
          </Rows>
        )}
      </Section>
    </Page>
  );
};

/** Asks all systems that are configured how they are, instead of waiting for the next minute. */
const TestNow = ({ names }: { names: string[] }) => {
  const [busy, setBusy] = useState(false);
  const test = async () => {
    setBusy(true);
    try {
      const answers = await Promise.all(names.map((name) => tell(Agents_Test, { name })));
      const failing = answers.map(({ testIntegration }) => testIntegration).filter(({ healthy }) => !healthy);
      done(failing.length === 0 ? 'All integrations answer' : `Failing: ${failing.map(({ name }) => name).join(', ')}`);
    } catch (error) {
      refused(error);
    }
    setBusy(false);
  };
  return (
    <Button size="sm" operation="testIntegration" disabled={busy} onClick={() => void test()}>
      {busy ? 'Testing…' : 'Test now'}
    </Button>
  );
};

const Loading = () =>
  [1, 2, 3].map((row) => (
    <li key={row} className="px-3 py-3">
      <Skeleton className="h-8" />
    </li>
  ));

const Code = ({ children }: { children: string }) => <code className="font-mono text-xs break-all">{children}</code>;

const Teach = ({ children }: { children: React.ReactNode }) => <p className="rounded-md border bg-surface px-3 py-4 text-sm text-muted">{children}</p>;
