import { tell } from '@/shared/api/client';
import { graphql, type FragmentOf, type VariablesOf } from '@/shared/api/graphql';
import { money, tokens } from '@/shared/format/numbers';

export const BudgetFields = graphql(`
  fragment BudgetFields on Budget { scope subject period maxCostUsd maxTokens spentUsd spentTokens share reached resetsAt }
`);

export type Budget = FragmentOf<typeof BudgetFields>;

const Budgets_Set = graphql(`mutation Budgets_Set($input: BudgetInput!) { setBudget(input: $input) { ...BudgetFields } }`, [BudgetFields]);
const Budgets_Remove = graphql(`
  mutation Budgets_Remove($scope: BudgetScope!, $subject: String!, $period: BudgetPeriod!) { removeBudget(scope: $scope, subject: $subject, period: $period) }
`);

/** Sets a cap, raises or lowers it; it holds from the next second on, for running agents too. Throws a ServerError. */
export const setBudget = (input: VariablesOf<typeof Budgets_Set>['input']) => tell(Budgets_Set, { input });

export const removeBudget = ({ scope, subject, period }: Pick<Budget, 'scope' | 'subject' | 'period'>) => tell(Budgets_Remove, { scope, subject, period });

export const PERIODS: Record<Budget['period'], string> = { DAY: 'Today', WEEK: 'This week', MONTH: 'This month', TOTAL: 'In all' };

/** "This week, main": of when a cap is, and of what. */
export function budgetName({ scope, subject, period }: Pick<Budget, 'scope' | 'subject' | 'period'>): string {
  switch (scope) {
    case 'SUBSCRIPTION':
      return `${PERIODS[period]}, ${subject}`;
    case 'CARD':
      return 'All runs of this card';
    case 'RUN':
      return 'Each run of this project';
    case 'PROJECT':
      return `${PERIODS[period]}, this project`;
  }
}

/** "$3.20 of $20.00 · 12.3k of 1.0M tokens" */
export const spentWords = ({ maxCostUsd, maxTokens, spentUsd, spentTokens }: Budget): string =>
  [maxCostUsd !== null && `${money(spentUsd)} of ${money(maxCostUsd)}`, maxTokens !== null && `${tokens(spentTokens)} of ${tokens(maxTokens)} tokens`]
    .filter(Boolean)
    .join(' · ');

export const capWords = ({ maxCostUsd, maxTokens }: Pick<Budget, 'maxCostUsd' | 'maxTokens'>): string =>
  [maxCostUsd !== null && money(maxCostUsd), maxTokens !== null && `${tokens(maxTokens)} tokens`].filter(Boolean).join(' or ');
