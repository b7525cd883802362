import { cacheExchange, type KeyingConfig } from '@urql/exchange-graphcache';

/** Types without an identity of their own live inside their parent. */
const EMBEDDED = [
  'Activity', 'Attention', 'AuditPage', 'Budget', 'CardMetrics', 'CardPage', 'CardTransition', 'Checkpoint', 'ConfigRepository', 'ConfigRepositoryReading', 'CostPoint', 'CostSeries', 'Delivery', 'Diff', 'FileChange',
  'FileDiff', 'Finding', 'GroupMetrics', 'Iteration', 'LoopLimits', 'Me', 'MetricsSummary', 'NewApiToken', 'ProjectMetrics', 'PromptSection', 'PromptSettings', 'RunEvent', 'Sandbox', 'StateTime',
  'SubscriptionMetrics', 'UsageWindow', 'WorkflowEdge',
];

const byName = (data: Record<string, unknown>) => (typeof data.name === 'string' ? data.name : null);

const keys: KeyingConfig = {
  ...Object.fromEntries(EMBEDDED.map((type) => [type, () => null])),
  Platform: byName,
  AgentSubscription: byName,
  Integration: byName,
};

/** Everything that was read once and has an id is kept once. Cards on the board live in the card store instead. */
export const cache = () =>
  cacheExchange({
    keys,
    updates: {
      Mutation: {
        createProject: (_result, _args, store) => store.invalidate('Query', 'projects'),
        createApiToken: (_result, _args, store) => store.invalidate('Query', 'apiTokens'),
        revokeApiToken: (_result, _args, store) => store.invalidate('Query', 'apiTokens'),
        createDemoProject: (_result, _args, store) => store.invalidate('Query', 'projects'),
      },
    },
  });
