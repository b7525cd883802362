import { useState } from 'react';
import { ask, tell } from '@/shared/api/client';
import { ServerError } from '@/shared/api/errors';
import type { VariablesOf } from '@/shared/api/graphql';
import { cardStore } from '@/shared/cards/cardStore';
import { done, refused } from '@/shared/ui/toast';
import { clearDraft, useDraft } from '@/shared/useDraft';
import { Detail_Card, Detail_Update, type Detail } from './detail';

type CardInput = VariablesOf<typeof Detail_Update>['input'];

interface Draft<T> {
  value: T;
  /** What stood there when the editing began, and the card's version then. */
  base: T;
  version: number;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/**
 * Edits one part of a card in place. What is typed outlives reloads and lost connections. When somebody else changed the card
 * meanwhile: another part of it does not matter; the same part makes `theirs` something, and a person chooses.
 *
 * @param write what to send for a value, given what stood there when the editing began
 */
export function useEdit<T>(detail: Detail, part: string, read: (detail: Detail) => T, write: (value: T, base: T) => CardInput) {
  const name = `edit.${detail.id}.${part}`;
  const [draft, setDraft] = useDraft<Draft<T> | null>(name, null);
  const [theirs, setTheirs] = useState<T | null>(null);
  const [busy, setBusy] = useState(false);

  const drop = () => {
    setDraft(null);
    setTheirs(null);
    clearDraft(name);
  };

  const send = async ({ value, base, version }: Draft<T>) => {
    const { updateCard } = await tell(Detail_Update, { card: detail.id, input: write(value, base), version });
    cardStore(updateCard.projectId).take(updateCard);
    drop();
    done('Saved');
  };

  const reconcile = async ({ value, base }: Draft<T>) => {
    const { card } = await ask(Detail_Card, { card: detail.id });
    if (!card) throw new ServerError('The card is not there any more.', 'NOT_FOUND');
    if (same(read(card), base) || same(read(card), value)) return send({ value, base, version: card.version });
    setDraft({ value, base: read(card), version: card.version });
    setTheirs(read(card));
  };

  const save = async () => {
    if (!draft || busy) return;
    setBusy(true);
    try {
      await send(draft).catch((error: unknown) => {
        if (error instanceof ServerError && error.code === 'CONFLICT') return reconcile(draft);
        throw error;
      });
    } catch (error) {
      refused(error);
    }
    setBusy(false);
  };

  return {
    /** What is being typed, or null while nobody edits. */
    value: draft ? draft.value : null,
    changed: draft !== null && !same(draft.value, draft.base),
    theirs,
    busy,
    begin: () => setDraft({ value: read(detail), base: read(detail), version: detail.version }),
    type: (value: T) => draft && setDraft({ ...draft, value }),
    cancel: drop,
    save: () => void save(),
  };
}
