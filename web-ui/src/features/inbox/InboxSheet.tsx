import { Bell, BellOff } from 'lucide-react';
import { Link } from 'react-router';
import { AttentionButton } from '@/shared/cards/AttentionButton';
import type { AttentionReason, Card } from '@/shared/cards/card';
import { useWaiting } from '@/shared/cards/waiting';
import { ATTENTION_NAMES } from '@/shared/cards/words';
import { useProjects } from '@/shared/projects';
import { routes } from '@/shared/routes';
import { Button } from '@/shared/ui/button';
import { Dialog } from '@/shared/ui/dialog';
import { Empty } from '@/shared/ui/empty';
import { Time } from '@/shared/ui/time';
import { useNotificationPermission } from './useAttentionNotices';

interface Props {
  project: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Every card that waits for a person, of all projects, by what it waits for. */
export const InboxSheet = ({ project, open, onOpenChange }: Props) => {
  const cards = useWaiting(project).waiting;
  const { projects } = useProjects();
  const elsewhere = (card: Card) => (card.projectId === project ? null : (projects?.find(({ id }) => id === card.projectId)?.name ?? 'Another project'));
  const groups = Map.groupBy(cards, (card) => card.attention?.reason as AttentionReason);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      place="right"
      title={cards.length === 0 ? 'Nothing needs you' : `${cards.length} ${cards.length === 1 ? 'card needs' : 'cards need'} you`}
    >
      <div className="min-h-0 flex-1 overflow-y-auto">
        {cards.length === 0 && <Empty title="All clear">Plans to approve, changes to review and whatever stops an agent will stand here.</Empty>}
        {[...groups].map(([reason, members]) => (
          <section key={reason} className="border-b py-2">
            <h3 className="px-4 py-1 text-xs font-semibold text-needs">
              {ATTENTION_NAMES[reason]} <span className="text-faint tabular-nums">{members.length}</span>
            </h3>
            <ul>
              {members.map((card) => (
                <Entry key={card.id} card={card} elsewhere={elsewhere(card)} close={() => onOpenChange(false)} />
              ))}
            </ul>
          </section>
        ))}
      </div>
      <Notifications />
    </Dialog>
  );
};

/** @param elsewhere the name of its project, when that is not the one that is looked at */
const Entry = ({ card, elsewhere, close }: { card: Card; elsewhere: string | null; close: () => void }) => (
  <li className="flex items-start gap-3 px-4 py-2 hover:bg-hover">
    <div className="min-w-0 flex-1">
      <Link to={routes.card(card.projectId, card.id)} onClick={close} className="block truncate font-medium hover:underline">
        <span className="mr-1 text-faint tabular-nums">#{card.number}</span>
        {card.title}
      </Link>
      <p className="line-clamp-2 text-xs text-muted">
        {elsewhere && <span className="font-medium">{elsewhere} · </span>}
        {card.attention?.message} {card.attention && <Time at={card.attention.since} className="text-faint" />}
      </p>
    </div>
    <AttentionButton card={card} pressed={close} />
  </li>
);

const Notifications = () => {
  const [permission, ask] = useNotificationPermission();
  if (permission === 'unsupported') return null;
  return (
    <footer className="flex items-center gap-2 border-t px-4 py-2 text-xs text-muted">
      {permission === 'granted' ? <Bell className="size-3.5" /> : <BellOff className="size-3.5" />}
      <span className="flex-1">
        {permission === 'granted' && 'You are notified when a card needs you and this page is not in sight.'}
        {permission === 'denied' && 'The browser blocks notifications of this page; allow them in its settings.'}
        {permission === 'default' && 'Be told when a card needs you while you look elsewhere.'}
      </span>
      {permission === 'default' && (
        <Button size="sm" onClick={ask}>
          Notify me
        </Button>
      )}
    </footer>
  );
};
