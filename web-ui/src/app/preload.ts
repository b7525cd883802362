import { TABS } from '@/features/card/tabs';
import { early } from '@/shared/early';
import { Markdown } from '@/shared/ui/prose';
import { CommandPalette } from './Overlays';

/** The parts that people open next, once the browser has nothing better to do: opening a card then waits for data only. */
export function preload(): void {
  const load = () => {
    early(() => import('@/features/card/CardPanel'));
    for (const next of [...TABS.map((tab) => tab.Body), Markdown, CommandPalette]) next.early();
  };
  if ('requestIdleCallback' in window) requestIdleCallback(load, { timeout: 10_000 });
  else setTimeout(load, 2_000);
}
