import { Ellipsis, ExternalLink, Link, Pause, Play, Square } from 'lucide-react';
import { Button } from '@/shared/ui/button';
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from '@/shared/ui/menu';
import { routes } from '@/shared/routes';
import { done } from '@/shared/ui/toast';
import { pauseLoop, resumeLoop, stopLoop } from './actions';
import { fireAsking } from './ask';
import type { Card } from './card';
import { possible } from './triggers';
import { triggerName } from './words';

/** What can be done with a card now: only what the server allows, and the controls of its run. */
export const CardMenu = ({ card, className }: { card: Card; className?: string }) => (
  <Menu>
    <MenuTrigger asChild>
      <Button look="ghost" size="icon-sm" aria-label={`Actions of card ${card.number}`} className={className} onClick={(event) => event.stopPropagation()}>
        <Ellipsis />
      </Button>
    </MenuTrigger>
    <MenuContent align="end" onClick={(event) => event.stopPropagation()}>
      <RunItems card={card} />
      {possible(card).length > 0 && <MenuLabel>Move</MenuLabel>}
      {possible(card).map((trigger) => (
        <MenuItem key={trigger} operation="fire" onSelect={() => fireAsking(card, trigger)}>
          {triggerName(trigger)}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem onSelect={() => copyLink(card)}>
        <Link /> Copy link
      </MenuItem>
      {card.pullRequestUrl && (
        <MenuItem onSelect={() => window.open(card.pullRequestUrl ?? '', '_blank', 'noopener')}>
          <ExternalLink /> Pull request
        </MenuItem>
      )}
    </MenuContent>
  </Menu>
);

const RunItems = ({ card }: { card: Card }) => {
  const run = card.currentRun;
  if (!run) return null;
  const held = run.state === 'PAUSED' || run.state === 'PARKED';
  return (
    <>
      <MenuLabel>Run</MenuLabel>
      {held ? (
        <MenuItem operation="resumeLoop" onSelect={() => void resumeLoop(card)}>
          <Play /> Go on
        </MenuItem>
      ) : (
        <MenuItem operation="pauseLoop" onSelect={() => void pauseLoop(card)}>
          <Pause /> Pause after this iteration
        </MenuItem>
      )}
      <MenuItem operation="stopLoop" onSelect={() => void stopLoop(card)}>
        <Square /> Stop
      </MenuItem>
    </>
  );
};

function copyLink(card: Card) {
  const address = new URL(routes.card(card.projectId, card.id), location.href).href;
  navigator.clipboard.writeText(address).then(
    () => done('Link copied'),
    () => done(address),
  );
}
