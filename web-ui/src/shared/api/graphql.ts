import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './schema-types.d.ts';

/** Writes a query whose types come from the server's schema. The query lives beside its component: `Component_Operation`. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: { BigInteger: number; BigDecimal: number; DateTime: string };
}>();

export type { ResultOf, VariablesOf, FragmentOf } from 'gql.tada';
