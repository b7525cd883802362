import { useLayoutEffect, useRef, type RefObject } from 'react';

interface Rows {
  /** The row at so many pixels from the top. */
  at: (top: number) => number | undefined;
  /** Where a row begins, in pixels from the top, as far as is known by now. */
  startOf: (row: number) => number | undefined;
}

/**
 * Keeps in sight what is in sight while rows above it get their true heights. Everything is judged by where the element is when it
 * is drawn: who has scrolled on since is not pulled back, however busy the machine is.
 *
 * @param following whether the end is kept in sight instead
 */
export function useAnchor(scroller: RefObject<HTMLElement | null>, rows: Rows, following: RefObject<boolean>): void {
  const held = useRef<{ row: number; start: number; top: number } | null>(null);
  const hold = () => {
    const top = scroller.current?.scrollTop ?? 0;
    const row = rows.at(top);
    held.current = row === undefined ? null : { row, start: rows.startOf(row) ?? 0, top };
  };
  const latest = useRef(hold);
  useLayoutEffect(() => {
    const element = scroller.current;
    const scrolled = () => latest.current();
    // Before whoever else listens, and draws at once.
    element?.addEventListener('scroll', scrolled, { passive: true, capture: true });
    return () => element?.removeEventListener('scroll', scrolled, { capture: true });
  }, [scroller]);
  useLayoutEffect(() => {
    const [element, before] = [scroller.current, held.current];
    latest.current = hold;
    if (!element) return;
    if (before && !following.current && Math.abs(element.scrollTop - before.top) < 1.5) {
      const moved = (rows.startOf(before.row) ?? before.start) - before.start;
      if (Math.abs(moved) >= 1) element.scrollTop += moved;
    }
    hold();
  });
}
