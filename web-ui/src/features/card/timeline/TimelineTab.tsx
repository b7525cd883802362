import type { Card } from '@/shared/cards/card';
import { Empty } from '@/shared/ui/empty';

export const TimelineTab = ({ card }: { card: Card }) => (
  <Empty title="Timeline">
    Every transition, error and checkpoint will stand here, for #{card.number}.
  </Empty>
);
