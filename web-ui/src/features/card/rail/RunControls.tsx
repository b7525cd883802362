import { Pause, Play, SlidersHorizontal, Square } from 'lucide-react';
import { useState } from 'react';
import { pauseLoop, resumeLoop, startLoop, stopLoop } from '@/shared/cards/actions';
import type { Card } from '@/shared/cards/card';
import { Button } from '@/shared/ui/button';
import { GoOnDialog } from './GoOnDialog';
import { mayStart } from './loop';

/** Start, pause, resume, stop: only what the run's state has, in the words of what it does. */
export const RunControls = ({ card }: { card: Card }) => {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const act = (work: () => Promise<unknown>) => {
    setBusy(true);
    void work().finally(() => setBusy(false));
  };
  const run = card.currentRun;
  if (!run && !mayStart(card)) return null;
  const held = run?.state === 'PAUSED' || run?.state === 'PARKED';
  return (
    <div role="group" aria-label="Run" className="flex flex-wrap gap-1.5">
      {!run && (
        <>
          <Button operation="startLoop" disabled={busy} onClick={() => act(() => startLoop(card))}>
            <Play /> {card.runs.length > 0 ? 'Go on' : 'Start'}
          </Button>
          <Button look="ghost" operation="startLoop" onClick={() => setAsking(true)}>
            <SlidersHorizontal /> {card.runs.length > 0 ? 'Go on with…' : 'Start with…'}
          </Button>
        </>
      )}
      {held && (
        <Button operation="resumeLoop" disabled={busy} onClick={() => act(() => resumeLoop(card))}>
          <Play /> {run.state === 'PARKED' ? 'Try now' : 'Resume'}
        </Button>
      )}
      {run && !held && (
        <Button operation="pauseLoop" disabled={busy} onClick={() => act(() => pauseLoop(card))} title="The iteration ends first">
          <Pause /> Pause
        </Button>
      )}
      {run && (
        <Button look="danger" operation="stopLoop" disabled={busy} onClick={() => act(() => stopLoop(card))} title="Ends the agent now; its work so far is kept">
          <Square /> Stop
        </Button>
      )}
      {asking && <GoOnDialog card={card} close={() => setAsking(false)} />}
    </div>
  );
};
