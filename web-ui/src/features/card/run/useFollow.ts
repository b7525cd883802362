import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** This near to the end counts as being there, in pixels. */
const AT_END = 48;

/**
 * Whether a person has scrolled up, told from two looks at the same element. What grows or shrinks in it also moves its top, but
 * never up by more than the element has become shorter.
 */
export function scrolledUp(before: { top: number; height: number }, now: { top: number; height: number }): boolean {
  return now.top - before.top < Math.min(0, now.height - before.height) - 1;
}

/**
 * Keeps a scrolled element at its end, whatever grows in it, until a person scrolls up; and again once they are back at the
 * end. Gives whether its end is in sight, whether it is kept there, and how to let go, for whoever scrolls by program.
 */
export function useFollow(scroller: RefObject<HTMLElement | null>): { atEnd: boolean; following: RefObject<boolean>; letGo: () => void } {
  const following = useRef(true);
  const before = useRef({ top: 0, height: 0 });
  const [atEnd, setAtEnd] = useState(true);
  /** Looks where the element is now, and what that says of a person's wish. Returns how far its end is, in pixels. */
  const judge = useCallback((element: HTMLElement): number => {
    const now = { top: element.scrollTop, height: element.scrollHeight };
    const left = now.height - element.clientHeight - now.top;
    if (left <= 2) following.current = true;
    else if (scrolledUp(before.current, now)) following.current = false;
    before.current = now;
    return left;
  }, []);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const scrolled = () => setAtEnd(judge(element) <= AT_END);
    // Earlier than the scrolling that it causes, so that nothing drawn between pulls back.
    const wheel = (event: WheelEvent) => {
      if (event.deltaY < 0) following.current = false;
    };
    // Before whoever else listens: what they draw at once must not be kept at the end any more.
    element.addEventListener('scroll', scrolled, { passive: true, capture: true });
    element.addEventListener('wheel', wheel, { passive: true });
    return () => {
      element.removeEventListener('scroll', scrolled, { capture: true });
      element.removeEventListener('wheel', wheel);
    };
  }, [scroller, judge]);
  // After each drawing. It settles: the same answer again draws nothing.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    // A person's scrolling may not have been told yet.
    const left = judge(element);
    if (following.current && left > 1) element.scrollTo({ top: element.scrollHeight });
    // What grows below tells nobody of it.
    setAtEnd(following.current || left <= AT_END);
  });
  const letGo = useCallback(() => {
    following.current = false;
  }, []);
  return { atEnd, following, letGo };
}
