import { Suspense, useEffect, useState, type KeyboardEvent } from 'react';
import { useSearchParams } from 'react-router';
import type { Card } from '@/shared/cards/card';
import { useCards } from '@/shared/cards/useCards';
import { useShortcuts } from '@/shared/keys/keys';
import { cn } from '@/shared/ui/cn';
import { Empty } from '@/shared/ui/empty';
import { Skeleton } from '@/shared/ui/skeleton';
import { CardHead } from './CardHead';
import { Rail } from './rail/Rail';
import { prefetchEnd } from './run/useTranscript';
import { TABS, usualTab, type TabId } from './tabs';

interface Props {
  project: string;
  id: string;
  onClose: () => void;
}

/** A card with its tabs, whether over the board or alone. The tab is in the address. */
export const CardView = ({ project, id, onClose }: Props) => {
  const { cards, loaded } = useCards(project);
  const card = cards.get(id);
  usePrefetchedRun(card);
  if (!card) return loaded ? <Empty title="There is no such card">It may belong to another project.</Empty> : <Waiting />;
  return <OpenCard key={card.id} card={card} onClose={onClose} />;
};

/** What is shown when the address names no tab. It stays, whatever happens to the card, but for the first run that begins. */
function useUsualTab(card: Card): TabId {
  const [usual, setUsual] = useState(() => usualTab(card));
  if (usual !== 'task' || !card.currentRun) return usual;
  setUsual('run');
  return 'run';
}

const OpenCard = ({ card, onClose }: { card: Card; onClose: () => void }) => {
  const [params, setParams] = useSearchParams();
  const usual = useUsualTab(card);
  const tab = TABS.find(({ id }) => id === params.get('tab')) ?? TABS.find(({ id }) => id === usual) ?? TABS[0];
  const show = (next: TabId) =>
    setParams(
      (before) => {
        const changed = new URLSearchParams(before);
        changed.set('tab', next);
        return changed;
      },
      { replace: true },
    );
  useShortcuts(TABS.map(({ id: name, label }, index) => ({ keys: String(index + 1), label, group: 'Card', run: () => show(name) })));
  const Body = tab.Body;
  return (
    <>
      <CardHead card={card} tab={tab.id} onClose={onClose} />
      <div className="flex min-h-0 flex-1">
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <Tabs shown={tab.id} show={show} />
          <div id="tab-body" role="tabpanel" aria-labelledby={`tab-${tab.id}`} className="flex min-h-0 flex-1 flex-col">
            <Suspense fallback={<Waiting />}>
              <Body card={card} />
            </Suspense>
          </div>
        </div>
        <aside aria-label="Run and settings" className="hidden w-60 shrink-0 overflow-y-auto border-t border-l bg-bg lg:block">
          <Rail card={card} />
        </aside>
      </div>
    </>
  );
};

/** What most people open next is there when they do: the end of the newest run. */
function usePrefetchedRun(card: Card | undefined) {
  const run = card?.runs.at(-1);
  const lastSeq = run?.lastSeq ?? 0;
  useEffect(() => {
    if (!run) return;
    prefetchEnd(run.id, lastSeq);
    // Once, when the card is opened: from then on the transcript's own feed says what comes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [run?.id]);
}

const Waiting = () => (
  <div className="flex flex-col gap-3 p-4">
    <Skeleton className="h-5 w-1/2" />
    <Skeleton className="h-3 w-1/3" />
    <Skeleton className="h-40" />
  </div>
);

/** One stop of the Tab key; the arrows go from tab to tab. */
const Tabs = ({ shown, show }: { shown: TabId; show: (tab: TabId) => void }) => {
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const at = TABS.findIndex((tab) => tab.id === shown);
    const next = TABS[(at + by + TABS.length) % TABS.length] ?? TABS[0];
    show(next.id);
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  // On a narrow screen the tabs scroll: the one that is shown is in sight.
  useEffect(() => {
    document.getElementById(`tab-${shown}`)?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [shown]);
  return (
    <div role="tablist" aria-label="Parts of the card" tabIndex={-1} onKeyDown={move} className="flex shrink-0 gap-4 overflow-x-auto border-b px-3 [scrollbar-width:none] sm:px-4">
      {TABS.map(({ id: name, label }) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-selected={name === shown}
          aria-controls="tab-body"
          tabIndex={name === shown ? 0 : -1}
          onClick={() => show(name)}
          className={cn('h-9 shrink-0 border-b-2 text-sm font-medium', name === shown ? 'border-accent text-text' : 'border-transparent text-muted hover:text-text')}
        >
          {label}
        </button>
      ))}
    </div>
  );
};
