import { useEffect, useRef } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { useShortcuts } from '@/shared/keys/keys';
import { routes } from '@/shared/routes';
import { CardView } from './CardView';

/** What of the address is about the card that is open, and would mean something else for the next one. */
const ABOUT_THE_CARD = ['tab', 'run', 'since', 'decide'];

/** A card over the board: the board stays where it was. */
export const CardPanel = () => {
  const { projectId = '', cardId = '' } = useParams();
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const close = () => {
    const rest = new URLSearchParams(params);
    ABOUT_THE_CARD.forEach((name) => rest.delete(name));
    void navigate({ pathname: routes.board(projectId), search: rest.toString() });
  };
  useShortcuts([
    { keys: 'Escape', label: 'Close the card', group: 'Card', run: close },
    { keys: 'f', label: 'Full page', group: 'Card', run: () => void navigate({ pathname: routes.cardPage(cardId), search: params.toString() }) },
  ]);
  const panel = useRef<HTMLElement>(null);
  // The keyboard goes into the panel with it, and back to the card's tile.
  useEffect(() => {
    panel.current?.focus();
    return () => void requestAnimationFrame(() => document.getElementById(routes.tileId(cardId))?.focus());
  }, [cardId]);
  return (
    <>
      <button type="button" aria-label="Close the card" tabIndex={-1} onClick={close} className="absolute inset-0 z-20 cursor-default! animate-fade bg-black/15 dark:bg-black/40" />
      <aside
        ref={panel}
        tabIndex={-1}
        aria-label="Card"
        className="absolute inset-y-0 right-0 z-20 flex w-full animate-slide flex-col border-l bg-surface shadow-float outline-none md:w-[min(1120px,92vw)]"
      >
        <CardView key={cardId} project={projectId} id={cardId} onClose={close} />
      </aside>
    </>
  );
};
