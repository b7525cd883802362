import { useState } from 'react';
import { relabel } from '@/shared/cards/actions';
import type { Card } from '@/shared/cards/card';
import { count } from '@/shared/format/numbers';
import { Button } from '@/shared/ui/button';
import { Dialog } from '@/shared/ui/dialog';
import { Field, Input } from '@/shared/ui/field';
import { labelsOf } from './filter';

const words = (text: string) => text.split(/[\s,]+/).filter(Boolean);

/** Adds labels to several cards, and takes labels off them. */
export const LabelDialog = ({ cards, close }: { cards: readonly Card[]; close: () => void }) => {
  const [adding, setAdding] = useState('');
  const [leaving, setLeaving] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const present = labelsOf(cards);
  const flip = (label: string) => {
    const next = new Set(leaving);
    if (!next.delete(label)) next.add(label);
    setLeaving(next);
  };
  const submit = async () => {
    setBusy(true);
    if (await relabel(cards, words(adding), leaving)) close();
    else setBusy(false);
  };
  return (
    <Dialog open onOpenChange={(open) => !open && close()} title={`Labels of ${count(cards.length, 'card')}`}>
      <form
        className="flex flex-col gap-3 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field label="Add" hint="Separated by commas">
          {(id) => <Input id={id} autoFocus value={adding} onChange={(event) => setAdding(event.target.value)} />}
        </Field>
        {present.length > 0 && (
          <div role="group" aria-label="Take off" className="flex flex-wrap items-center gap-1.5">
            <span className="w-full text-xs font-medium">Take off</span>
            {present.map((label) => (
              <Button key={label} size="sm" aria-pressed={leaving.has(label)} onClick={() => flip(label)} className="aria-pressed:border-failed aria-pressed:text-failed aria-pressed:line-through">
                {label}
              </Button>
            ))}
          </div>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={close}>Not now</Button>
          <Button type="submit" look="primary" disabled={busy || (words(adding).length === 0 && leaving.size === 0)}>
            Change labels
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
