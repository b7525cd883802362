import { Client, fetchExchange, type AnyVariables, type TypedDocumentNode } from 'urql';
import { cache } from './cache';
import { toServerError } from './errors';

export const createClient = () =>
  new Client({
    url: '/graphql',
    preferGetMethod: false,
    exchanges: [cache(), fetchExchange],
    fetchOptions: () => ({ credentials: 'same-origin', headers: { accept: 'application/json' } }),
    requestPolicy: 'cache-and-network',
  });

export const client = createClient();

const direct = new Client({
  url: '/graphql',
  preferGetMethod: false,
  exchanges: [fetchExchange],
  fetchOptions: () => ({ credentials: 'same-origin', headers: { accept: 'application/json' } }),
  requestPolicy: 'network-only',
});

/** Asks the server and keeps nothing of the answer: for what is long, and kept elsewhere if at all. Throws a ServerError. */
export async function readOnce<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const result = await direct.query(query, variables).toPromise();
  if (result.error) throw toServerError(result.error);
  return result.data as Data;
}

/** Asks the server itself, past the cache. Throws a ServerError. */
export async function ask<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const result = await client.query(query, variables, { requestPolicy: 'network-only' }).toPromise();
  if (result.error) throw toServerError(result.error);
  return result.data as Data;
}

/** Runs a mutation. Throws a ServerError; a refused one has changed nothing. */
export async function tell<Data, Variables extends AnyVariables>(
  mutation: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const result = await client.mutation(mutation, variables).toPromise();
  if (result.error) throw toServerError(result.error);
  return result.data as Data;
}
