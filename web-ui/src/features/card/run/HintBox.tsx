import { CornerDownLeft } from 'lucide-react';
import { useState } from 'react';
import { sendHint } from '@/shared/cards/actions';
import type { Card } from '@/shared/cards/card';
import { Button } from '@/shared/ui/button';
import { Textarea } from '@/shared/ui/field';
import { Keys } from '@/shared/ui/kbd';
import { clearDraft, useDraft } from '@/shared/useDraft';

/** Tells the agent something without stopping it. What is typed outlives a reload. */
export const HintBox = ({ card }: { card: Card }) => {
  const name = `hint.${card.id}`;
  const [text, setText] = useDraft(name, '');
  const [busy, setBusy] = useState(false);
  const send = async () => {
    if (!text.trim() || busy) return;
    setBusy(true);
    if (await sendHint(card, text.trim())) {
      setText('');
      clearDraft(name);
    }
    setBusy(false);
  };
  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Textarea
        aria-label="Hint for the agent"
        placeholder="Tell the agent something: it reads this when its next iteration starts"
        rows={1}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
          event.preventDefault();
          void send();
        }}
        className="field-sizing-content max-h-40 min-h-8"
      />
      <Button type="submit" operation="sendHint" size="md" className="h-8" disabled={busy || !text.trim()}>
        <CornerDownLeft /> Send hint
        <span className="hidden sm:inline">
          <Keys keys="mod+Enter" />
        </span>
      </Button>
    </form>
  );
};
