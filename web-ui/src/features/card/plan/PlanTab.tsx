import type { Card } from '@/shared/cards/card';
import { Empty } from '@/shared/ui/empty';

export const PlanTab = ({ card }: { card: Card }) => (
  <Empty title="Plan">
    The plan to approve will stand here, for #{card.number}.
  </Empty>
);
