import { useState } from 'react';
import type { FileDiff } from './data';

/** What a file's change is, in few letters: a file that changed again was not viewed. */
export function fingerprint(file: Pick<FileDiff, 'path' | 'patch'>): string {
  let hash = 5381;
  for (let index = 0; index < file.patch.length; index++) hash = ((hash * 33) ^ file.patch.charCodeAt(index)) >>> 0;
  return `${file.path}@${hash.toString(36)}`;
}

const keyOf = (card: string) => `ringmaster.viewed.${card}`;

function read(card: string): ReadonlySet<string> {
  try {
    return new Set(JSON.parse(localStorage.getItem(keyOf(card)) ?? '[]') as string[]);
  } catch {
    return new Set();
  }
}

/** The files that this browser's person has ticked off. */
export function useViewed(card: string) {
  const [viewed, setViewed] = useState(() => read(card));
  const mark = (file: FileDiff, on: boolean) => {
    const next = new Set(viewed);
    if (on) next.add(fingerprint(file));
    else next.delete(fingerprint(file));
    setViewed(next);
    try {
      localStorage.setItem(keyOf(card), JSON.stringify([...next].slice(-2_000)));
    } catch {
      // Then it holds until the page is left.
    }
  };
  return { isViewed: (file: FileDiff) => viewed.has(fingerprint(file)), mark };
}
