import { useState } from 'react';

const keyOf = (name: string) => `ringmaster.draft.${name}`;

/** What somebody types, kept in the browser until it is sent: no reload and no lost connection takes it away. */
export function useDraft<T>(name: string, empty: T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => {
    try {
      const kept = sessionStorage.getItem(keyOf(name));
      return kept === null ? empty : (JSON.parse(kept) as T);
    } catch {
      return empty;
    }
  });
  const keep = (next: T) => {
    setValue(next);
    try {
      sessionStorage.setItem(keyOf(name), JSON.stringify(next));
    } catch {
      // Then it lives as long as the page.
    }
  };
  return [value, keep];
}

export function clearDraft(name: string): void {
  try {
    sessionStorage.removeItem(keyOf(name));
  } catch {
    // There was nothing kept.
  }
}
