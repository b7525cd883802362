import type { Card } from '@/shared/cards/card';
import { Empty } from '@/shared/ui/empty';

export const ChangesTab = ({ card }: { card: Card }) => (
  <Empty title="Changes">
    What the branch changes will stand here, for #{card.number}.
  </Empty>
);
