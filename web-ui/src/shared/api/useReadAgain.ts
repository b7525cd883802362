import { useEffect, useRef } from 'react';

/** Reads again when what the answer depends on has moved, at most once in a while; the last move is never left out. */
export function useReadAgain(moved: string, read: () => void, everyMs = 3000): void {
  const latest = useRef(read);
  const seen = useRef(moved);
  const readAt = useRef(0);
  useEffect(() => {
    latest.current = read;
  });
  useEffect(() => {
    if (seen.current === moved) return;
    const wait = Math.max(0, readAt.current + everyMs - Date.now());
    const timer = setTimeout(() => {
      seen.current = moved;
      readAt.current = Date.now();
      latest.current();
    }, wait);
    return () => clearTimeout(timer);
  }, [moved, everyMs]);
}

/**
 * Reads again every so often while the page is seen, and when it is seen again: for what the server has no feed of.
 *
 * @param hiddenEveryMs how often while nobody sees the page, where somebody wants to be told even then; below a minute, at which browsers
 * keep the timers of hidden pages
 */
export function usePolling(read: () => void, everyMs: number, hiddenEveryMs = Infinity): void {
  const latest = useRef(read);
  useEffect(() => {
    latest.current = read;
  });
  useEffect(() => {
    let readAt = Date.now();
    const seen = () => document.visibilityState === 'visible';
    const look = () => {
      if (!seen() && Date.now() - readAt < hiddenEveryMs) return;
      readAt = Date.now();
      latest.current();
    };
    const shown = () => seen() && look();
    const timer = setInterval(look, everyMs);
    document.addEventListener('visibilitychange', shown);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', shown);
    };
  }, [everyMs, hiddenEveryMs]);
}
