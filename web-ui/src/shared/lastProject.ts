const KEY = 'ringmaster.project';

/** The project that was looked at last, on this browser. */
export function lastProject(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function rememberProject(id: string): void {
  try {
    localStorage.setItem(KEY, id);
  } catch {
    // Then the first project is shown next time.
  }
}
