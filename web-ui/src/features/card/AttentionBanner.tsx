import { Hand } from 'lucide-react';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { startLoop } from '@/shared/cards/actions';
import { fireAsking } from '@/shared/cards/ask';
import { AttentionButton } from '@/shared/cards/AttentionButton';
import type { Card } from '@/shared/cards/card';
import { ATTENTION_NAMES } from '@/shared/cards/words';
import { GoOnDialog } from '@/features/card/rail/GoOnDialog';
import { RaiseDialog } from '@/features/card/rail/RaiseDialog';
import { routes } from '@/shared/routes';
import { Button } from '@/shared/ui/button';
import { Time } from '@/shared/ui/time';

/** What the card needs, with the decision right there. */
export const AttentionBanner = ({ card, tab }: { card: Card; tab: string }) => {
  const [params, setParams] = useSearchParams();
  const [chosen, setAsking] = useState<'on' | 'raise' | null>(null);
  // Whoever pressed the button of the card elsewhere has asked already.
  const asked = params.get('decide') === 'now' ? (card.attention?.reason === 'BUDGET_REACHED' ? 'raise' : card.attention && 'on') : null;
  const asking = chosen ?? asked;
  const close = () => {
    setAsking(null);
    if (!params.has('decide')) return;
    const rest = new URLSearchParams(params);
    rest.delete('decide');
    setParams(rest, { replace: true });
  };
  const { attention } = card;
  return (
    <>
      {/* Stays in the page, so that what appears in it is announced. */}
      <div role="status">
        {attention && (
          <div className="flex flex-wrap items-center gap-2 rounded-md border border-needs-solid/60 bg-needs-solid/10 px-3 py-1.5 text-sm">
            <Hand className="size-4 shrink-0 text-needs" />
            <p className="min-w-48 flex-1">
              <span className="font-semibold text-needs">{ATTENTION_NAMES[attention.reason]}</span> · {attention.message}{' '}
              <Time at={attention.since} className="text-xs text-faint" />
            </p>
            <Decision card={card} tab={tab} ask={() => setAsking('on')} raise={() => setAsking('raise')} />
          </div>
        )}
      </div>
      {asking === 'on' && <GoOnDialog card={card} close={close} />}
      {asking === 'raise' && <RaiseDialog card={card} close={close} otherwise={() => setAsking('on')} />}
    </>
  );
};

const Decision = ({ card, tab, ask, raise }: { card: Card; tab: string; ask: () => void; raise: () => void }) => {
  const navigate = useNavigate();
  const look = (at: string, words: string) =>
    tab === at ? null : (
      <Button look="needs" onClick={() => void navigate(routes.card(card.projectId, card.id, at))}>
        {words}
      </Button>
    );
  switch (card.attention?.reason) {
    case 'PLAN_TO_APPROVE':
      // The plan's own page has the buttons below the plan.
      return look('plan', 'Read plan');
    case 'REVIEW_TO_GIVE':
      return look('changes', 'Review changes');
    case 'LIMIT_REACHED':
      return <Button look="needs" operation="startLoop" onClick={ask}>Raise limit…</Button>;
    case 'BUDGET_REACHED':
      return <Button look="needs" operation="startLoop" onClick={raise}>Raise budget…</Button>;
    case 'NO_PROGRESS':
      return <Button look="needs" operation="startLoop" onClick={ask}>Give a hint and go on…</Button>;
    case 'STOPPED':
      return (
        <>
          <Button look="ghost" operation="startLoop" onClick={ask}>Go on with…</Button>
          <Button look="needs" operation="startLoop" onClick={() => void startLoop(card)}>Go on</Button>
        </>
      );
    case 'CARD_FAILED':
      return (
        <>
          {look('timeline', 'See what failed')}
          {card.allowedTriggers.includes('RETRY') && <Button look="needs" operation="fire" onClick={() => fireAsking(card, 'RETRY')}>Try again</Button>}
        </>
      );
    case 'ACTION_FAILED':
      return look('timeline', 'See what failed');
    default:
      return <AttentionButton card={card} />;
  }
};
