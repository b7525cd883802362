import { Hand } from 'lucide-react';
import { useEffect } from 'react';
import { inbox } from '@/app/overlayState';
import { useWaiting } from '@/shared/cards/waiting';
import { Button } from '@/shared/ui/button';
import { Tooltip } from '@/shared/ui/tooltip';

/** How many cards wait for a person: the loudest thing in the bar, and in the tab's title. */
export const NeedsYou = ({ project }: { project: string }) => {
  const waiting = useWaiting(project).waiting.length;
  const words = waiting === 1 ? 'needs you' : 'need you';
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) Ringmaster` : 'Ringmaster';
  }, [waiting]);
  return (
    <Tooltip text="What waits for you" keys="i">
      <Button
        look={waiting > 0 ? 'needs' : 'ghost'}
        aria-label={waiting === 0 ? 'Nothing needs you' : `${waiting} ${words}`}
        onClick={() => inbox.set(true)}
        className="tabular-nums"
      >
        <Hand />
        {waiting > 0 ? (
          <>
            {waiting}
            <span className="hidden sm:inline">{words}</span>
          </>
        ) : (
          <span className="hidden lg:inline">All clear</span>
        )}
      </Button>
    </Tooltip>
  );
};
