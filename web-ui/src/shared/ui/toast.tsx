import { toast } from 'sonner';
import { explain } from '@/shared/api/errors';

/** Says that something was done; with undo where it can be undone. */
export function done(words: string, undo?: () => void): void {
  toast(words, { duration: undo ? 8000 : 4000, ...(undo && { action: { label: 'Undo', onClick: undo } }) });
}

/** Says what was refused, and why. It stays until it is read. */
export function refused(error: unknown): void {
  toast.error(explain(error), { duration: 12_000, closeButton: true });
}
