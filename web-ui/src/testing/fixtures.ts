import { readFileSync } from 'node:fs';
import { buildASTSchema, execute, Kind, OperationTypeNode, parse, visit, type DocumentNode } from 'graphql';
import type { TypedDocumentNode } from 'urql';
import { CardStore_Page, type Card } from '@/shared/cards/card';

/** The server's schema; arguments are left out because they do not matter for the shape of an answer. */
const schema = buildASTSchema(visit(parse(readFileSync('schema.graphql', 'utf8')), { FieldDefinition: (field) => ({ ...field, arguments: [] }) }));

/**
 * Test data for an operation. The compiler checks its shape; here it is checked against the server's schema too, as the server
 * would answer with it: a missing field, an unknown enum value or a field that nobody asked for fails the test.
 */
export function fixture<Data, Variables>(document: TypedDocumentNode<Data, Variables>, data: Data): Data {
  const answer = execute({ schema, document: withoutArguments(document), rootValue: data });
  if (answer instanceof Promise) throw new Error('A fixture holds no promises.');
  if (answer.errors?.length) throw new Error(`The fixture does not fit the schema: ${answer.errors.map((error) => error.message).join('; ')}`);
  const shown = JSON.stringify(sorted(answer.data));
  const given = JSON.stringify(sorted(data));
  if (shown !== given) throw new Error(`The fixture holds what the operation does not ask for:\n${given}\n${shown}`);
  return data;
}

function withoutArguments(document: DocumentNode): DocumentNode {
  const subscribes = document.definitions.some(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.SUBSCRIPTION,
  );
  if (subscribes) throw new Error('Check what a subscription brings by the query that reads the same.');
  return visit(document, { VariableDefinition: () => null, Argument: () => null });
}

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== '__typename')
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
};

let count = 0;

/** A card as the server sends it, with what a test cares about. */
export function aCard(wishes: Partial<Card> = {}): Card {
  const number = wishes.number ?? ++count;
  const card: Card = {
    id: `card-${number}`,
    projectId: 'project-1',
    number,
    title: `Card ${number}`,
    labels: [],
    priority: 2,
    state: 'DRAFT',
    phase: 'DEVELOPMENT',
    previousState: null,
    stateChangedAt: '2026-01-01T10:00:00Z',
    allowedTriggers: ['START_PLANNING', 'START_CODING', 'ARCHIVE'],
    attention: null,
    errorCount: 0,
    maxRetries: 3,
    subscription: null,
    pullRequestUrl: null,
    limits: { maxIterations: 20, maxRuntimeSeconds: 3600, maxCostUsd: 5 },
    currentRun: null,
    runs: [],
    errors: [],
    version: 1,
    createdAt: '2026-01-01T09:00:00Z',
    updatedAt: '2026-01-01T10:00:00Z',
    ...wishes,
  };
  fixture(CardStore_Page, { cards: { items: [card], endCursor: null, hasNextPage: false, totalCount: 1 } });
  return card;
}

/** A run at work, for {@link aCard}. */
export const aRun = (wishes: Partial<NonNullable<Card['currentRun']>> = {}): NonNullable<Card['currentRun']> => ({
  id: 'run-1',
  state: 'RUNNING',
  stopReason: null,
  message: null,
  platform: 'claude-code',
  subscription: 'main',
  model: 'sonnet',
  iteration: 3,
  inputTokens: 1000,
  cacheCreationInputTokens: 0,
  cacheReadInputTokens: 0,
  outputTokens: 200,
  costUsd: 1.24,
  unpricedTokens: 0,
  parkedUntil: null,
  lastSeq: 40,
  queuedAt: '2026-01-01T09:59:00Z',
  startedAt: '2026-01-01T10:00:00Z',
  endedAt: null,
  limits: { maxIterations: 20, maxRuntimeSeconds: 3600, maxCostUsd: 5 },
  ...wishes,
});
