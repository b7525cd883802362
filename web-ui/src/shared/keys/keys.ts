import { useEffect, useRef, useSyncExternalStore } from 'react';

export interface Shortcut {
  /** One key ("n", "/", "Escape", "mod+k"), or two after each other ("g b"). */
  keys: string;
  /** What it does, for the help sheet. */
  label: string;
  /** Where it stands in the help sheet. */
  group: 'Everywhere' | 'Board' | 'Card' | 'Go to';
  run: (event: KeyboardEvent) => void;
  /** Works while somebody types, too. */
  whileTyping?: boolean;
}

const active = new Set<{ current: readonly Shortcut[] }>();
const listeners = new Set<() => void>();
let snapshot: readonly Shortcut[] = [];
const SEQUENCE_WITHIN = 900;
let waiting: { key: string; at: number } | null = null;

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

function changed() {
  snapshot = [...active].flatMap((shortcuts) => shortcuts.current);
  listeners.forEach((listener) => listener());
}

/** The shortcuts work as long as the component is there. The one that came last wins. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const names = shortcuts.map((shortcut) => shortcut.keys + shortcut.label).join('|');
  useEffect(() => {
    active.add(latest);
    changed();
    return () => {
      active.delete(latest);
      changed();
    };
  }, [names]);
}

/** All that work now, for the help sheet. */
export const useActiveShortcuts = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Enter and Space belong to what has the focus; only a link has no use for Space. */
const isItsOwn = (key: string, target: EventTarget | null) =>
  target instanceof Element &&
  ((key === 'Enter' && target.closest('a,button,summary,[role="checkbox"]') !== null) || (key === ' ' && target.closest('button,summary,[role="checkbox"]') !== null));

/** Dialogs and menus have keys of their own, and letters must not reach what lies under them. */
const isModal = () => document.querySelector('[data-modal],[role="menu"]') !== null;

function pressed(event: KeyboardEvent): string {
  const mod = (isMac ? event.metaKey : event.ctrlKey) ? 'mod+' : '';
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return mod + (event.key === '?' ? '?' : event.shiftKey && event.key.length > 1 ? `shift+${key}` : key);
}

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const key = pressed(event);
  if (isItsOwn(key, event.target)) return;
  const typing = isTyping(event.target);
  const sequence = waiting && Date.now() - waiting.at < SEQUENCE_WITHIN ? `${waiting.key} ${key}` : null;
  waiting = null;
  const all = [...active].reverse().flatMap((shortcuts) => shortcuts.current);
  const usable = (shortcut: Shortcut) => shortcut.whileTyping || (!typing && !isModal());
  const found = all.find((shortcut) => shortcut.keys === sequence && usable(shortcut)) ?? all.find((shortcut) => shortcut.keys === key && usable(shortcut));
  if (found) {
    event.preventDefault();
    found.run(event);
  } else if (!typing && all.some((shortcut) => shortcut.keys.startsWith(`${key} `))) {
    waiting = { key, at: Date.now() };
  }
}

/** Once, by the app. */
export function listenForShortcuts(): () => void {
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
