import { useSyncExternalStore } from 'react';

/** One clock for the whole page: it ticks only while somebody looks at it. */
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function tick() {
  now = Date.now();
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  if (listeners.size === 1) {
    now = Date.now();
    timer = setInterval(tick, 1000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/** What the clock's reader shows now. Re-renders only when that text changes. */
export function useClock(show: (now: number) => string): string {
  return useSyncExternalStore(subscribe, () => show(now));
}
