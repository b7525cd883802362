import { useRef, useState } from 'react';
import { clearDraft, useDraft } from '@/shared/useDraft';
import { changedFields, formWith, typedSince, wish, type Wishes } from './wishes';

interface Editing<Form> {
  /** Under which what is typed outlives a reload. */
  draft: string;
  /** What the server has. */
  base: Form;
  /** What the form comes to when it is saved, where that is not what is typed. */
  settled?: (form: Form) => Form;
  /** Throws what the server refused; then all that was typed stays. */
  save: (form: Form) => Promise<void>;
}

/** Edits settings: what is typed lies over what is saved now, until it is saved or discarded. */
export function useWishes<Form extends object>({ draft, base, settled = (form) => form, save }: Editing<Form>) {
  const [wishes, setWishes] = useDraft<Wishes<Form>>(draft, {});
  const latest = useRef(wishes);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const form = formWith(wishes, base);
  const keep = (next: Wishes<Form>) => {
    latest.current = next;
    setWishes(next);
    if (Object.keys(next).length === 0) clearDraft(draft);
  };
  const send = async () => {
    setBusy(true);
    setError(null);
    try {
      await save(settled(form));
      keep(typedSince(form, latest.current));
    } catch (cause) {
      setError(cause);
    }
    setBusy(false);
  };
  return {
    form,
    changed: changedFields(settled(form), base).length,
    error,
    busy,
    type: (more: Wishes<Form>) => keep(wish(wishes, more, base)),
    discard: () => {
      keep({});
      setError(null);
    },
    save: () => void send(),
  };
}
