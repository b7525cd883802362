import { useCallback, useLayoutEffect, useRef, type RefObject } from 'react';

/**
 * Keeps a scrolled element at its end, whatever grows in it, until a person scrolls up; and again once they are back at the
 * end. Returns how to let go, for whoever scrolls by program.
 */
export function useFollow(scroller: RefObject<HTMLElement | null>): () => void {
  const following = useRef(true);
  const before = useRef({ top: 0, height: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const scrolled = () => {
      const { scrollTop: top, scrollHeight: height, clientHeight } = element;
      if (height - clientHeight - top <= 2) following.current = true;
      // What becomes shorter above also moves the top, and is nobody's wish.
      else if (top < before.current.top && height >= before.current.height) following.current = false;
      before.current = { top, height };
    };
    // Earlier than the scrolling that it causes, so that nothing drawn between pulls back.
    const wheel = (event: WheelEvent) => {
      if (event.deltaY < 0) following.current = false;
    };
    element.addEventListener('scroll', scrolled, { passive: true });
    element.addEventListener('wheel', wheel, { passive: true });
    return () => {
      element.removeEventListener('scroll', scrolled);
      element.removeEventListener('wheel', wheel);
    };
  }, [scroller]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && following.current && element.scrollHeight - element.clientHeight - element.scrollTop > 1) element.scrollTo({ top: element.scrollHeight });
  });
  return useCallback(() => {
    following.current = false;
  }, []);
}
