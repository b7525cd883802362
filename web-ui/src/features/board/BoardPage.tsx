import { useMemo } from 'react';
import { Outlet, useParams, useSearchParams } from 'react-router';
import { useCards } from '@/shared/cards/useCards';
import { useShortcuts } from '@/shared/keys/keys';
import { Fault } from '@/shared/ui/fault';
import { Board } from './Board';
import { arrange, readFilter } from './filter';
import { FilterBar, focusFilter } from './FilterBar';
import { NewCardDialog } from './NewCardDialog';

/** The board of a project, with a card's panel over it when the address names one. */
export const BoardPage = () => {
  const { projectId = '' } = useParams();
  const [params, setParams] = useSearchParams();
  const { cards, loaded, error } = useCards(projectId);
  const filter = useMemo(() => readFilter(params), [params]);
  const columns = useMemo(() => arrange(cards.values(), filter), [cards, filter]);
  const setNew = (open: boolean) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (open) next.set('new', '1');
        else next.delete('new');
        return next;
      },
      { replace: true },
    );
  useShortcuts([
    { keys: 'n', label: 'New card', group: 'Board', run: () => setNew(true) },
    { keys: '/', label: 'Filter cards', group: 'Board', run: focusFilter },
  ]);
  return (
    <>
      <FilterBar cards={cards} onNew={() => setNew(true)} />
      {error && (
        <div className="px-3 pt-2">
          <Fault error={error} />
        </div>
      )}
      <Board project={projectId} cards={cards} columns={columns} loaded={loaded} filter={filter} onNew={() => setNew(true)} empty={loaded && cards.size === 0} />
      <NewCardDialog project={projectId} open={params.has('new')} onOpenChange={setNew} />
      <Outlet />
    </>
  );
};
