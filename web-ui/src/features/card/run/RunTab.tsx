import type { Card } from '@/shared/cards/card';
import { Empty } from '@/shared/ui/empty';

export const RunTab = ({ card }: { card: Card }) => (
  <Empty title="Run">
    The transcript of the agent's work will stand here, for #{card.number}.
  </Empty>
);
