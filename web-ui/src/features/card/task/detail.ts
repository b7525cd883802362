import { useEffect, useRef } from 'react';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '@/shared/api/graphql';
import { CardSummary, type Card } from '@/shared/cards/card';

const CardDetail = graphql(`
  fragment CardDetail on Card {
    id title description taskPrompt labels priority maxRetries subscription plan branch worktreePath pullRequestUrl version
    acceptanceCriteria { id description met }
    limits { maxIterations maxRuntimeSeconds maxCostUsd }
  }
`);

export const Detail_Card = graphql(`query Detail_Card($card: ID!) { card(id: $card) { ...CardDetail } }`, [CardDetail]);

export const Detail_Update = graphql(
  `
    mutation Detail_Update($card: ID!, $input: CardInput!, $version: Int!) {
      updateCard(id: $card, input: $input, version: $version) { ...CardDetail ...CardSummary }
    }
  `,
  [CardDetail, CardSummary],
);

export type Detail = NonNullable<ResultOf<typeof Detail_Card>['card']>;

/** What the board does not show of a card; read again when the live card says that it changed. */
export function useDetail(card: Card) {
  const [{ data, error }, refetch] = useQuery({ query: Detail_Card, variables: { card: card.id } });
  const before = useRef(card.updatedAt);
  useEffect(() => {
    if (before.current === card.updatedAt) return;
    before.current = card.updatedAt;
    refetch({ requestPolicy: 'network-only' });
  }, [card.updatedAt, refetch]);
  return { detail: data?.card ?? null, error, refetch: () => refetch({ requestPolicy: 'network-only' }) };
}
