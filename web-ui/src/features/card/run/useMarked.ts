import { useEffect, type RefObject } from 'react';

const NAME = 'ringmaster-search';

/** Marks words wherever they stand in what is drawn, without touching the elements. Older browsers show no marks. */
export function useMarked(root: RefObject<HTMLElement | null>, words: string, revision: number): void {
  useEffect(() => {
    if (!('highlights' in CSS)) return;
    if (!words || !root.current) {
      CSS.highlights.delete(NAME);
      return;
    }
    const wanted = words.toLowerCase();
    const ranges: Range[] = [];
    const walker = document.createTreeWalker(root.current, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent?.toLowerCase() ?? '';
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + wanted.length);
        ranges.push(range);
      }
    }
    CSS.highlights.set(NAME, new Highlight(...ranges));
    return () => void CSS.highlights.delete(NAME);
  }, [root, words, revision]);
}
