import { early } from '@/shared/early';

/** The parts that most people open next, once the browser has nothing better to do: opening a card then waits for data only. */
export function preload(): void {
  const load = () => {
    early(() => import('@/features/card/CardPanel'));
    early(() => import('@/features/card/run/RunTab'));
  };
  if ('requestIdleCallback' in window) requestIdleCallback(load, { timeout: 10_000 });
  else setTimeout(load, 2_000);
}
