import { useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from '@/shared/api/graphql';
import { sendHint, startLoop } from '@/shared/cards/actions';
import type { Card } from '@/shared/cards/card';
import { useRuns } from '@/features/card/run/runs';
import { Button } from '@/shared/ui/button';
import { Dialog } from '@/shared/ui/dialog';
import { Field, Input, Select, Textarea } from '@/shared/ui/field';
import { raised } from './loop';

const GoOnDialog_Subscriptions = graphql(`query GoOnDialog_Subscriptions { subscriptions { name platform model enabled healthy message } }`);

interface Props {
  card: Card;
  close: () => void;
}

/** Starts or goes on with other limits, another agent, a hint: whatever stopped the last run can be changed here. */
export const GoOnDialog = ({ card, close }: Props) => {
  const { runs } = useRuns(card);
  if (!runs) return null;
  const last = runs.at(-1);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={`${card.state === 'DRAFT' ? 'Start' : 'Go on with'} #${card.number} ${card.title}`}
      description={last ? 'A new run goes on from the last checkpoint. Its limits count from zero.' : 'The limits of this run.'}
    >
      <GoOnForm card={card} stop={last?.stopReason ?? null} limits={last?.limits ?? card.limits} again={last !== undefined} close={close} />
    </Dialog>
  );
};

interface FormProps extends Props {
  stop: string | null;
  limits: Card['limits'];
  again: boolean;
}

const GoOnForm = ({ card, stop, limits, again, close }: FormProps) => {
  const start = raised(limits, stop);
  const [iterations, setIterations] = useState(String(start.maxIterations));
  const [cost, setCost] = useState(String(start.maxCostUsd));
  const [minutes, setMinutes] = useState(String(start.maxRuntimeSeconds / 60));
  const [subscription, setSubscription] = useState('');
  const [model, setModel] = useState('');
  const [hint, setHint] = useState('');
  const [clean, setClean] = useState(false);
  const [busy, setBusy] = useState(false);
  const [{ data }] = useQuery({ query: GoOnDialog_Subscriptions });
  const submit = async () => {
    setBusy(true);
    const told = !hint.trim() || (await sendHint(card, hint.trim()));
    // It has it, whatever becomes of the start.
    if (told) setHint('');
    const started =
      told &&
      (await startLoop(card, {
        limits: { maxIterations: Number(iterations), maxCostUsd: Number(cost), maxRuntimeSeconds: Math.round(Number(minutes) * 60) },
        ...(subscription && { subscription }),
        ...(model.trim() && { model: model.trim() }),
        ...(clean && { clean }),
      }));
    if (started) close();
    else setBusy(false);
  };
  return (
    <form
      className="flex min-h-0 flex-col gap-3 overflow-y-auto p-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className="grid grid-cols-3 gap-3">
        <Field label="Iterations">{(id) => <Input id={id} type="number" min={1} required value={iterations} onChange={(event) => setIterations(event.target.value)} />}</Field>
        <Field label="Budget, $">{(id) => <Input id={id} type="number" min={0} step="any" required value={cost} onChange={(event) => setCost(event.target.value)} />}</Field>
        <Field label="Minutes">{(id) => <Input id={id} type="number" min={0.1} step="any" required value={minutes} onChange={(event) => setMinutes(event.target.value)} />}</Field>
      </div>
      <div className="grid grid-cols-2 gap-3">
        <Field label="Subscription">
          {(id) => (
            <Select id={id} value={subscription} onChange={(event) => setSubscription(event.target.value)}>
              <option value="">{card.subscription ?? 'As the project says'}</option>
              {data?.subscriptions.map((each) => (
                <option key={each.name} value={each.name} disabled={!each.enabled}>
                  {each.name} · {each.platform}
                  {!each.healthy && ' (not ready)'}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Model">{(id) => <Input id={id} placeholder="Its usual one" value={model} onChange={(event) => setModel(event.target.value)} />}</Field>
      </div>
      <Field label="Hint for the agent" hint="It reads this first.">
        {(id) => <Textarea id={id} rows={2} autoFocus={stop === 'NO_PROGRESS'} value={hint} onChange={(event) => setHint(event.target.value)} className="min-h-14" />}
      </Field>
      {again && (
        <label className="flex items-center gap-2 text-sm">
          <input type="checkbox" checked={clean} onChange={(event) => setClean(event.target.checked)} className="accent-accent-solid" />
          In a fresh agent session (its files stay)
        </label>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={close}>Not now</Button>
        <Button type="submit" look="primary" disabled={busy}>
          {again ? 'Go on' : 'Start'}
        </Button>
      </div>
    </form>
  );
};
