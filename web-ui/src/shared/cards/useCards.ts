import { useEffect, useMemo } from 'react';
import { useValue } from '@/shared/feed/value';
import type { Card } from './card';
import { cardStore, type CardsView } from './cardStore';

/** All cards of a project, live. */
export function useCards(project: string): CardsView {
  const store = cardStore(project);
  useEffect(() => store.use(), [store]);
  return useValue(store.view);
}

/** One card, live; undefined until it is known. */
export function useCard(project: string, id: string): Card | undefined {
  return useCards(project).cards.get(id);
}

/** The cards that wait for a person, the longest waiting first. */
export function useNeedsYou(project: string): Card[] {
  const { cards } = useCards(project);
  return useMemo(
    () =>
      [...cards.values()]
        .filter((card) => card.attention && card.state !== 'ARCHIVED')
        .sort((a, b) => (a.attention?.since ?? '').localeCompare(b.attention?.since ?? '')),
    [cards],
  );
}
