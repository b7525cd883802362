import type { Card, CardState } from './card';

export interface Column {
  id: string;
  name: string;
  states: readonly CardState[];
  /** What will be here, for the empty column. */
  hint: string;
}

export const COLUMNS = [
  { id: 'draft', name: 'Draft', states: ['DRAFT'], hint: 'Cards that nobody has started' },
  { id: 'planning', name: 'Planning', states: ['PLANNING'], hint: 'An agent reads and writes a plan for you to approve' },
  { id: 'coding', name: 'Coding', states: ['CODING'], hint: 'Agents at work' },
  { id: 'review', name: 'Review', states: ['CODE_REVIEW'], hint: 'Changes for you to read' },
  { id: 'testing', name: 'Testing', states: ['TESTING'], hint: 'The check command runs' },
  { id: 'build', name: 'Build', states: ['BUILD_QUEUE', 'BUILDING', 'BUILD_SUCCESS', 'BUILD_FAILED'], hint: 'The build server is at it' },
  { id: 'deploy', name: 'Deploy', states: ['DEPLOY_QUEUE', 'DEPLOYING', 'VERIFYING'], hint: 'On its way to running software' },
  { id: 'done', name: 'Done', states: ['COMPLETED', 'ARCHIVED'], hint: 'Completed cards' },
] as const satisfies readonly Column[];

export type ColumnId = (typeof COLUMNS)[number]['id'];

const columnOfState = (state: CardState | null | undefined) =>
  COLUMNS.find((column) => (column.states as readonly CardState[]).includes(state as CardState));

/** The column of a card: one that fails, or is being fixed, stays where it failed. */
export function columnOf(card: Pick<Card, 'state' | 'previousState' | 'errors'>): ColumnId {
  const direct = columnOfState(card.state);
  if (direct) return direct.id;
  const failedIn = card.errors.map((error) => error.sourceState).reverse();
  const places = [card.previousState, ...failedIn];
  for (const place of places) {
    const column = columnOfState(place);
    if (column) return column.id;
  }
  return 'coding';
}
