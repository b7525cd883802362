import { useMemo } from 'react';
import { Link } from 'react-router';
import { costOf } from '@/shared/cards/card';
import { useCards } from '@/shared/cards/useCards';
import { money } from '@/shared/format/numbers';
import { routes } from '@/shared/routes';
import { buttonLook } from '@/shared/ui/button';
import { cn } from '@/shared/ui/cn';

/** What this project's cards have cost; leads to the metrics. */
export const Spent = ({ project }: { project: string }) => {
  const { cards, loaded } = useCards(project);
  const total = useMemo(() => [...cards.values()].reduce((sum, card) => sum + costOf(card), 0), [cards]);
  return (
    <Link
      to={routes.metrics(project)}
      title="Spent on all cards of this project"
      className={cn(buttonLook({ look: 'ghost' }), 'hidden tabular-nums sm:inline-flex', !loaded && 'opacity-60')}
    >
      {money(total)}
    </Link>
  );
};
