import { useState } from 'react';
import { useParams } from 'react-router';
import { useQuery } from 'urql';
import { toServerError } from '@/shared/api/errors';
import { graphql } from '@/shared/api/graphql';
import { usePolling } from '@/shared/api/useReadAgain';
import { BudgetFields, budgetName, removeBudget, spentWords, capWords, setBudget, type Budget } from '@/shared/budgets';
import { percent } from '@/shared/format/numbers';
import { Bar } from '@/shared/ui/bar';
import { Button } from '@/shared/ui/button';
import { cn } from '@/shared/ui/cn';
import { Fault } from '@/shared/ui/fault';
import { Page, Section } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { Time } from '@/shared/ui/time';
import { done, refused } from '@/shared/ui/toast';
import { SettingsTabs } from '@/features/projects/SettingsTabs';
import { BudgetForm } from './BudgetForm';

const Budgets_OfProject = graphql(
  `
    query Budgets_OfProject($project: ID!) {
      project(id: $project) { id name }
      budgets(projectId: $project) { ...BudgetFields }
      subscriptions { name platform enabled }
    }
  `,
  [BudgetFields],
);

const keyOf = ({ scope, subject, period }: Pick<Budget, 'scope' | 'subject' | 'period'>) => `${scope} ${subject} ${period}`;

/** What may be spent: by this project, and by the subscriptions that all projects share. */
export const BudgetsPage = () => {
  const { projectId = '' } = useParams();
  const [{ data, error }, refetch] = useQuery({ query: Budgets_OfProject, variables: { project: projectId } });
  const [editing, setEditing] = useState<Budget | null>(null);
  const read = () => refetch({ requestPolicy: 'network-only' });
  usePolling(read, 10_000);
  const remove = async (budget: Budget) => {
    try {
      const { removeBudget: removed } = await removeBudget(budget);
      read();
      if (!removed) return refused(new Error(`"${budgetName(budget)}" stands in the server's configuration, at ringmaster.budgets: change it there, or set another one here, which goes before it.`));
      const { scope, subject, period, maxCostUsd, maxTokens } = budget;
      done(`Budget removed: ${budgetName(budget)}`, () => void setBudget({ scope, subject, period, maxCostUsd, maxTokens }).then(read, refused));
    } catch (cause) {
      refused(cause);
    }
  };
  return (
    <Page title={`Settings of ${data?.project?.name ?? '…'}`} narrow tabs={<SettingsTabs project={projectId} />}>
      {error && <Fault error={toServerError(error)} retry={read} />}
      <p className="text-sm text-muted">
        A budget that is used up stops the agents that spend it, with their work kept, and their cards ask what to do. At 80 % the transcript warns.
      </p>
      <Section title="Budgets now">
        {!data && !error && <Skeleton className="h-24" />}
        {data?.budgets.length === 0 && (
          <p className="rounded-md border bg-surface px-3 py-4 text-sm text-muted">There is none. Each run still has its own limit, which the project and the card set.</p>
        )}
        {data && data.budgets.length > 0 && (
          <ul className="divide-y overflow-hidden rounded-md border bg-surface">
            {data.budgets.map((budget) => (
              <BudgetRow key={keyOf(budget)} budget={budget} edit={() => setEditing(budget)} remove={() => void remove(budget)} />
            ))}
          </ul>
        )}
      </Section>
      {data && (
        <Section title={editing ? `Change: ${budgetName(editing)}` : 'Set a budget'}>
          <BudgetForm
            key={editing ? keyOf(editing) : 'new'}
            project={projectId}
            subscriptions={data.subscriptions}
            budget={editing}
            close={editing ? () => setEditing(null) : null}
            saved={() => {
              setEditing(null);
              read();
            }}
          />
        </Section>
      )}
    </Page>
  );
};

const BudgetRow = ({ budget, edit, remove }: { budget: Budget; edit: () => void; remove: () => void }) => {
  const { share, reached, resetsAt, scope } = budget;
  const name = budgetName(budget);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1.5 px-3 py-2.5">
      <div className="min-w-0 flex-[1_1_14rem]">
        <p className="font-medium break-words">{name}</p>
        <p className="text-xs text-muted tabular-nums">
          {/* Each run is looked at for itself, so there is no one figure. */}
          {scope === 'RUN' ? capWords(budget) : spentWords(budget)}
          {resetsAt && (
            <>
              {' '}
              · anew in <Time at={resetsAt} as="until" />
            </>
          )}
        </p>
      </div>
      {scope !== 'RUN' && (
        <div className="flex w-40 items-center gap-2">
          <Bar label={name} share={reached ? 1 : share} className="h-1.5 flex-1" />
          <span className={cn('w-14 text-right text-xs font-semibold tabular-nums', reached ? 'text-failed' : share >= 0.8 ? 'text-needs' : 'text-muted')}>{reached ? 'Used up' : percent(share)}</span>
        </div>
      )}
      <span className="flex gap-1.5">
        <Button size="sm" operation="setBudget" onClick={edit} aria-label={`Change ${name}`}>
          Change
        </Button>
        <Button size="sm" look="danger" operation="removeBudget" onClick={remove} aria-label={`Remove ${name}`}>
          Remove
        </Button>
      </span>
    </li>
  );
};
