import type { Card } from '@/shared/cards/card';
import { Empty } from '@/shared/ui/empty';

export const CostTab = ({ card }: { card: Card }) => (
  <Empty title="Cost">
    What each run has cost will stand here, for #{card.number}.
  </Empty>
);
