import type { Card } from '@/shared/cards/card';
import { Empty } from '@/shared/ui/empty';

export const PromptTab = ({ card }: { card: Card }) => (
  <Empty title="Prompt">
    What the agent was given will stand here, for #{card.number}.
  </Empty>
);
