import { toServerError } from '@/shared/api/errors';
import type { Card } from '@/shared/cards/card';
import { Rail } from '@/features/card/rail/Rail';
import { Fault } from '@/shared/ui/fault';
import { Scroller } from '@/shared/ui/scroller';
import { Skeleton } from '@/shared/ui/skeleton';
import { Criteria } from './Criteria';
import { useDetail } from './detail';
import { EditableText } from './EditableText';

/** What the card asks for; edited where it stands, also while an agent works on it. */
export const TaskTab = ({ card }: { card: Card }) => {
  const { detail, error, refetch } = useDetail(card);
  if (!detail) return <div className="p-4">{error ? <Fault error={toServerError(error)} retry={refetch} /> : <Skeleton className="h-40" />}</div>;
  const note = card.currentRun ? 'The next iteration will use this.' : undefined;
  return (
    <Scroller>
      <div className="mx-auto flex max-w-3xl flex-col gap-5 p-4">
        <EditableText detail={detail} part="taskPrompt" title="Task prompt" empty="Write what the agent shall do, as you would tell a colleague" note={note} />
        <Criteria detail={detail} note={note} />
        <EditableText detail={detail} part="description" title="Description" empty="Add a word for people: why, for whom, links" note={note} />
      </div>
      <div className="border-t lg:hidden">
        <Rail card={card} />
      </div>
    </Scroller>
  );
};
