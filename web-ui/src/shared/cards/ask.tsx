import { useState } from 'react';
import { Value, useValue } from '@/shared/feed/value';
import { Button } from '@/shared/ui/button';
import { Dialog } from '@/shared/ui/dialog';
import { Field, Textarea } from '@/shared/ui/field';
import { clearDraft, useDraft } from '@/shared/useDraft';
import { fire } from './actions';
import type { Card, Trigger } from './card';
import { wantsConfirmation, wantsReason } from './triggers';
import { triggerName } from './words';

const asking = new Value<{ card: Card; trigger: Trigger } | null>(null);

/** Fires a trigger; asks first what the agent should be told, or whether running work shall really end. */
export function fireAsking(card: Card, trigger: Trigger): void {
  if (wantsReason(card, trigger) || wantsConfirmation(card, trigger)) asking.set({ card, trigger });
  else void fire(card, trigger);
}

/** The dialog of {@link fireAsking}; stands once in the app. */
export const AskHost = () => {
  const question = useValue(asking);
  const close = () => asking.set(null);
  if (!question) return null;
  const { card, trigger } = question;
  const describes = wantsReason(card, trigger)
    ? 'The agent is told this, together with the open review comments.'
    : 'The running agent is stopped. Its branch and worktree are kept.';
  return (
    <Dialog open onOpenChange={(open) => !open && close()} title={`${triggerName(trigger)}: #${card.number} ${card.title}`} description={describes}>
      <AskForm key={`${card.id} ${trigger}`} card={card} trigger={trigger} close={close} />
    </Dialog>
  );
};

const AskForm = ({ card, trigger, close }: { card: Card; trigger: Trigger; close: () => void }) => {
  const draft = `ask.${card.id}.${trigger}`;
  const [reason, setReason] = useDraft(draft, '');
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    if (busy) return;
    setBusy(true);
    if (await fire(card, trigger, reason.trim() || undefined)) {
      clearDraft(draft);
      close();
    } else setBusy(false);
  };
  return (
    <form
      className="flex flex-col gap-3 p-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {wantsReason(card, trigger) && (
        <Field label="What should change?">
          {(id) => (
            <Textarea
              id={id}
              autoFocus
              rows={4}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              onKeyDown={(event) => event.key === 'Enter' && (event.metaKey || event.ctrlKey) && void submit()}
            />
          )}
        </Field>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={close}>{wantsConfirmation(card, trigger) ? 'Keep it running' : 'Not now'}</Button>
        <Button type="submit" look="primary" disabled={busy}>
          {triggerName(trigger)}
        </Button>
      </div>
    </form>
  );
};
