import { useEffect, useRef } from 'react';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '@/shared/api/graphql';
import type { Card } from '@/shared/cards/card';

export const Changes_Diff = graphql(`
  query Changes_Diff($card: ID!, $since: DiffSince!) {
    card(id: $card) {
      id
      transitions { trigger }
      diff(since: $since) { base head files { path oldPath status additions deletions patch truncated } }
      reviewComments { id path line text author trusted resolved createdAt }
    }
  }
`);

export const Changes_Comment = graphql(`
  mutation Changes_Comment($card: ID!, $comment: ReviewCommentInput!) {
    addReviewComment(cardId: $card, comment: $comment) { id reviewComments { id path line text author trusted resolved createdAt } }
  }
`);

type Data = NonNullable<ResultOf<typeof Changes_Diff>['card']>;
export type FileDiff = NonNullable<Data['diff']>['files'][number];
export type ReviewComment = Data['reviewComments'][number];

export type Since = 'BASE' | 'REVIEW';

export const sentBack = (changes: Data): boolean => changes.transitions.some(({ trigger }) => trigger === 'REJECT_REVIEW');

/**
 * The branch against its base or against what was last reviewed, and what reviewers said; read again when the card or its run
 * moved. A card that was never sent back has nothing to be compared with but its base, whatever a link says: `since` is what it is.
 */
export function useChanges(card: Card, wished: Since) {
  const [first, readFirst] = useQuery({ query: Changes_Diff, variables: { card: card.id, since: wished } });
  const never = wished === 'REVIEW' && first.data?.card != null && !sentBack(first.data.card);
  const [whole, readWhole] = useQuery({ query: Changes_Diff, variables: { card: card.id, since: 'BASE' }, pause: !never });
  const refetch = () => {
    readFirst({ requestPolicy: 'network-only' });
    if (never) readWhole({ requestPolicy: 'network-only' });
  };
  const latest = useRef(refetch);
  useEffect(() => {
    latest.current = refetch;
  });
  const moved = [card.updatedAt, card.state, card.currentRun?.iteration].join();
  const before = useRef(moved);
  useEffect(() => {
    if (before.current === moved) return;
    before.current = moved;
    latest.current();
  }, [moved]);
  const { data, error } = never ? whole : first;
  const since: Since = never ? 'BASE' : wished;
  return { changes: data?.card ?? null, since, error, refetch };
}
