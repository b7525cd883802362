import { useState } from 'react';
import { PERIODS, setBudget, type Budget } from '@/shared/budgets';
import { Button } from '@/shared/ui/button';
import { Fault } from '@/shared/ui/fault';
import { Field, Input, Select } from '@/shared/ui/field';
import { done } from '@/shared/ui/toast';

interface Props {
  project: string;
  subscriptions: readonly { name: string; platform: string; enabled: boolean }[];
  /** The one to change, or null for a new one. */
  budget: Budget | null;
  close: (() => void) | null;
  saved: () => void;
}

/** What a cap is for, as one choice: "project", "run", or the name of a subscription. */
const ofBudget = ({ scope, subject }: Budget): string => (scope === 'SUBSCRIPTION' ? `subscription ${subject}` : scope.toLowerCase());

/** Sets a cap in money, in tokens, or both. One of the same kind that is there is replaced. */
export const BudgetForm = ({ project, subscriptions, budget, close, saved }: Props) => {
  const [what, setWhat] = useState(budget ? ofBudget(budget) : 'project');
  const [period, setPeriod] = useState<Budget['period']>(budget?.period ?? 'DAY');
  const [usd, setUsd] = useState(budget?.maxCostUsd?.toString() ?? '');
  const [count, setCount] = useState(budget?.maxTokens?.toString() ?? '');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const ofRun = what === 'run';
  const submit = async () => {
    setBusy(true);
    setError(null);
    try {
      const money = ofRun || usd === '' ? null : Number(usd);
      const target = what.startsWith('subscription ')
        ? ({ scope: 'SUBSCRIPTION', subject: what.slice('subscription '.length) } as const)
        : ({ scope: ofRun ? 'RUN' : 'PROJECT', subject: project } as const);
      await setBudget({ ...target, period: ofRun ? 'TOTAL' : period, maxCostUsd: money, maxTokens: count === '' ? null : Number(count) });
      done('Budget set');
      if (!budget) {
        setUsd('');
        setCount('');
      }
      saved();
    } catch (cause) {
      setError(cause);
    }
    setBusy(false);
  };
  return (
    <form
      className="flex flex-col gap-3 rounded-md border bg-surface p-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="For">
          {(id) => (
            <Select id={id} value={what} disabled={budget !== null} onChange={(event) => setWhat(event.target.value)}>
              <option value="project">This project</option>
              <option value="run">Each run of this project</option>
              {subscriptions.map(({ name, platform, enabled }) => (
                <option key={name} value={`subscription ${name}`}>
                  Subscription {name} · {platform}
                  {!enabled && ' · switched off'}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {!ofRun && (
          <Field label="Period">
            {(id) => (
              <Select id={id} value={period} disabled={budget !== null} onChange={(event) => setPeriod(event.target.value as Budget['period'])}>
                {(Object.keys(PERIODS) as Budget['period'][]).map((each) => (
                  <option key={each} value={each}>
                    {NAMES[each]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        {!ofRun && <Field label="US dollars">{(id) => <Input id={id} type="number" min={0} step="any" placeholder="20" value={usd} onChange={(event) => setUsd(event.target.value)} />}</Field>}
        <Field label="Tokens" hint={ofRun ? 'What a run may cost in dollars is among the limits of the project.' : 'Whichever is used up first counts.'}>
          {(id) => <Input id={id} type="number" min={1} step={1} placeholder="20000000" value={count} onChange={(event) => setCount(event.target.value)} />}
        </Field>
      </div>
      {error !== null && <Fault error={error} />}
      <div className="flex justify-end gap-2">
        {close && <Button onClick={close}>Not now</Button>}
        <Button type="submit" look="primary" operation="setBudget" disabled={busy || (count === '' && (ofRun || usd === ''))}>
          Set budget
        </Button>
      </div>
    </form>
  );
};

const NAMES: Record<Budget['period'], string> = { DAY: 'Each day', WEEK: 'Each week, from Monday', MONTH: 'Each month', TOTAL: 'In all, ever' };
