import { Link } from 'react-router';
import { budgetName, spentWords, type Budget } from '@/shared/budgets';
import { percent } from '@/shared/format/numbers';
import { routes } from '@/shared/routes';
import { Bar } from '@/shared/ui/bar';
import { cn } from '@/shared/ui/cn';
import { Section } from '@/shared/ui/page';
import { Time } from '@/shared/ui/time';

/** What is spent against what may be spent: of the project, and of the subscriptions it may use. */
export const Budgets = ({ project, budgets }: { project: string; budgets: readonly Budget[] }) => {
  // A budget for each run is looked at run by run: it has no state of its own.
  const shown = budgets.filter((budget) => budget.scope === 'PROJECT' || budget.scope === 'SUBSCRIPTION');
  if (shown.length === 0) return null;
  return (
    <Section
      title="Budgets"
      hint="now, whatever period is chosen"
      actions={
        <Link to={routes.settings(project, 'budgets')} className="text-xs text-accent hover:underline">
          Change
        </Link>
      }
    >
      <ul className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
        {shown.map((budget) => (
          <BudgetMeter key={budgetName(budget)} budget={budget} />
        ))}
      </ul>
    </Section>
  );
};

const BudgetMeter = ({ budget }: { budget: Budget }) => {
  const { share, reached, resetsAt } = budget;
  return (
    <li className="rounded-md border bg-surface px-3 py-2">
      <div className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate text-xs text-muted">{budgetName(budget)}</span>
        <span className={cn('text-xs font-semibold tabular-nums', reached ? 'text-failed' : share >= 0.8 ? 'text-needs' : 'text-muted')}>
          {reached ? 'Used up' : percent(share)}
        </span>
      </div>
      <Bar label={budgetName(budget)} share={reached ? 1 : share} className="my-1.5 h-1.5" />
      <p className="text-xs tabular-nums">
        {spentWords(budget)}
        {resetsAt && (
          <span className="text-faint">
            {' '}
            · anew in <Time at={resetsAt} as="until" />
          </span>
        )}
      </p>
    </li>
  );
};
