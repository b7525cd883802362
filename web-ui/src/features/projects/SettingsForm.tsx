import { useQuery } from 'urql';
import { graphql } from '@/shared/api/graphql';
import { Group } from './Group';
import { CheckField, LongField, NumberField, SelectField, TextField } from './SettingsFields';
import type { Settings } from './useSettings';

const SettingsForm_Subscriptions = graphql(`query SettingsForm_Subscriptions { subscriptions { name platform model enabled } }`);

const LIMIT_POLICIES = [
  { value: 'WAIT', name: 'Wait until it ends, then go on in the same session' },
  { value: 'FAIL_OVER', name: 'Go on at once with the next subscription that can work' },
  { value: 'STOP', name: 'Stop and ask me' },
];

/** All settings of a project, in the order in which they matter. */
export const SettingsForm = ({ settings }: { settings: Settings }) => (
  <>
    <Group title="Project">
      <TextField settings={settings} name="name" required />
      <TextField settings={settings} name="description" />
    </Group>
    <Group title="Repository">
      <TextField settings={settings} name="repositoryPath" required mono hint="Absolute, on the server’s machine. Agents work in worktrees of it, never in it." />
      <TextField settings={settings} name="repositoryUrl" mono placeholder="https://github.com/me/shop.git" hint="Where branches are pushed to and pull requests are made; empty for neither." />
      <TextField settings={settings} name="defaultBranch" required mono hint="Cards branch off it." />
    </Group>
    <Group title="What agents are told" hint="In every prompt, beside what the repository itself says.">
      <TextField settings={settings} name="techStack" placeholder="Java 21, Quarkus, Postgres" hint="Separated by commas." />
      <LongField settings={settings} name="codingConventions" placeholder="Small commits. A test for each fix." />
    </Group>
    <Group title="How work is checked">
      <TextField settings={settings} name="setupCommand" mono placeholder="npm ci" hint="Once in each new worktree, before an agent starts." />
      <TextField settings={settings} name="checkCommand" mono placeholder="npm test" hint="Quick, and exits with 0 when all is well. The server runs it itself before it believes that work is done." />
    </Group>
    <Group title="Limits of a run" hint="A card can have its own.">
      <div className="grid gap-3 sm:grid-cols-3">
        <NumberField settings={settings} name="maxIterations" min={1} step={1} />
        <NumberField settings={settings} name="maxRuntimeMinutes" min={0.1} step="any" />
        <NumberField settings={settings} name="maxCostUsd" min={0} step="any" />
      </div>
    </Group>
    <Group title="Subscription">
      <SubscriptionField settings={settings} />
      <SelectField settings={settings} name="onUsageLimit" options={LIMIT_POLICIES} hint="What a run does when its subscription’s usage limit is reached." />
    </Group>
    <Group title="From review to running software">
      <CheckField settings={settings} name="autoApprovePlan" hint="Plans go straight into coding." />
      <CheckField settings={settings} name="autoApproveReview" hint="Changes are taken without a person having read them." />
      <CheckField settings={settings} name="buildEnabled" hint="A card waits for its build after the tests." />
      <CheckField settings={settings} name="deployEnabled" hint="What was built is deployed and verified." />
      <CheckField settings={settings} name="mergeOnCompletion" hint="The card’s branch goes into the default branch." />
    </Group>
  </>
);

const SubscriptionField = ({ settings }: { settings: Settings }) => {
  const [{ data }] = useQuery({ query: SettingsForm_Subscriptions });
  const chosen = settings.form.subscription;
  const known = data?.subscriptions ?? [];
  const options = [
    { value: '', name: 'Any, the first by priority' },
    ...known.map((one) => ({ value: one.name, name: [one.name, one.platform, one.model, !one.enabled && 'switched off'].filter(Boolean).join(' · ') })),
    ...(chosen && !known.some((one) => one.name === chosen) ? [{ value: chosen, name: data ? `${chosen} · not configured any more` : chosen }] : []),
  ];
  return <SelectField settings={settings} name="subscription" options={options} hint="Which account agents work under, unless a card says otherwise." />;
};
