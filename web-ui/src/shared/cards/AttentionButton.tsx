import { useNavigate } from 'react-router';
import { Button } from '@/shared/ui/button';
import { startLoop } from './actions';
import { fireAsking } from './ask';
import { attentionAction } from './attention';
import type { Card } from './card';

interface Props {
  card: Card;
  className?: string;
  /** Told when it was pressed, after it has done what it does. */
  pressed?: () => void;
}

/** The one button for what the card needs. */
export const AttentionButton = ({ card, className, pressed }: Props) => {
  const navigate = useNavigate();
  const action = attentionAction(card);
  if (!action) return null;
  const act = () => {
    if (action.kind === 'open') void navigate(action.to);
    else if (action.kind === 'fire') fireAsking(card, action.trigger);
    else void startLoop(card);
  };
  return (
    <Button
      look="needs"
      size="sm"
      operation={action.kind === 'open' ? undefined : action.kind === 'fire' ? 'fire' : 'startLoop'}
      className={className}
      onClick={(event) => {
        event.stopPropagation();
        act();
        pressed?.();
      }}
    >
      {action.label}
    </Button>
  );
};
