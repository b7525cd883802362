import { Value, useValue } from '@/shared/feed/value';

/** Keep in step with public/theme.js, which does the same before the first paint. */
const KEY = 'ringmaster.theme';

export type ThemeChoice = 'system' | 'light' | 'dark';

const system = window.matchMedia('(prefers-color-scheme: dark)');

function stored(): ThemeChoice {
  try {
    const choice = localStorage.getItem(KEY);
    return choice === 'light' || choice === 'dark' ? choice : 'system';
  } catch {
    return 'system'; // storage is forbidden here
  }
}

const choice = new Value<ThemeChoice>(stored());
const dark = new Value(false);

function apply() {
  dark.set(choice.get() === 'dark' || (choice.get() === 'system' && system.matches));
  document.documentElement.dataset.theme = dark.get() ? 'dark' : 'light';
}

system.addEventListener('change', apply);
apply();

export function chooseTheme(next: ThemeChoice): void {
  choice.set(next);
  try {
    if (next === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
  } catch {
    // Then it holds until the page is left.
  }
  apply();
}

export const useThemeChoice = () => useValue(choice);
export const useDark = () => useValue(dark);
