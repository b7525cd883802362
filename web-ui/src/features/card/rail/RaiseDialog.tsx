import { useState } from 'react';
import { useQuery } from 'urql';
import { toServerError } from '@/shared/api/errors';
import { graphql } from '@/shared/api/graphql';
import { BudgetFields, budgetName, setBudget, spentWords, type Budget } from '@/shared/budgets';
import { startLoop } from '@/shared/cards/actions';
import type { Card } from '@/shared/cards/card';
import { Button } from '@/shared/ui/button';
import { Dialog } from '@/shared/ui/dialog';
import { Fault } from '@/shared/ui/fault';
import { Field, Input } from '@/shared/ui/field';
import { Skeleton } from '@/shared/ui/skeleton';
import { Time } from '@/shared/ui/time';
import { refused } from '@/shared/ui/toast';
import { GoOnDialog } from './GoOnDialog';
import { mayStart } from './loop';

const Raise_Budgets = graphql(`query Raise_Budgets($card: ID!) { budgets(cardId: $card) { ...BudgetFields } }`, [BudgetFields]);

interface Props {
  card: Card;
  close: () => void;
  /** Leads to other ways on: another subscription, other limits of the run. */
  otherwise: () => void;
}

/** A cap that several runs share is used up: raises it where it stands, and goes on. */
export const RaiseDialog = ({ card, close, otherwise }: Props) => {
  const [{ data, error }, retry] = useQuery({ query: Raise_Budgets, variables: { card: card.id }, requestPolicy: 'network-only' });
  const subscription = card.currentRun?.subscription ?? card.subscription;
  const reached = data?.budgets.filter((budget) => budget.reached && budget.scope !== 'RUN' && (budget.scope !== 'SUBSCRIPTION' || !subscription || budget.subject === subscription));
  // No cap that runs share: it is the run's own limit, or the period has begun anew.
  if (reached?.length === 0) return <GoOnDialog card={card} close={close} />;
  return (
    <Dialog open onOpenChange={(open) => !open && close()} title={`Raise budget: #${card.number} ${card.title}`} description={card.attention?.message}>
      {error && <div className="p-4"><Fault error={toServerError(error)} retry={() => retry()} /></div>}
      {!reached && !error && <Skeleton className="m-4 h-24" />}
      {reached && <RaiseForm card={card} budgets={reached} close={close} otherwise={otherwise} />}
    </Dialog>
  );
};

/** What to offer: half as much again as was allowed, and never less than what is spent already. */
export const offered = (cap: number, spent: number, step: number): number => Math.ceil((Math.max(cap, spent) * 1.5) / step) * step;

const RaiseForm = ({ card, budgets, close, otherwise }: Props & { budgets: readonly Budget[] }) => {
  const [caps, setCaps] = useState(() =>
    budgets.map(({ maxCostUsd, maxTokens, spentUsd, spentTokens }) => ({
      usd: maxCostUsd === null ? '' : String(offered(maxCostUsd, spentUsd, maxCostUsd < 10 ? 0.5 : 1)),
      tokens: maxTokens === null ? '' : String(offered(maxTokens, spentTokens, 1_000)),
    })),
  );
  const [busy, setBusy] = useState(false);
  const type = (at: number, wishes: { usd?: string; tokens?: string }) => setCaps(caps.map((cap, index) => (index === at ? { ...cap, ...wishes } : cap)));
  const submit = async () => {
    setBusy(true);
    try {
      for (const [index, { scope, subject, period }] of budgets.entries()) {
        const { usd = '', tokens = '' } = caps[index] ?? {};
        await setBudget({ scope, subject, period, maxCostUsd: usd === '' ? null : Number(usd), maxTokens: tokens === '' ? null : Number(tokens) });
      }
      if (!mayStart(card) || (await startLoop(card))) close();
    } catch (error) {
      refused(error);
    }
    setBusy(false);
  };
  return (
    <form
      className="flex min-h-0 flex-col gap-4 overflow-y-auto p-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {budgets.map((budget, index) => (
        <fieldset key={`${budget.scope} ${budget.subject} ${budget.period}`} className="flex flex-col gap-2">
          <legend className="text-sm font-semibold">{budgetName(budget)}</legend>
          <p className="text-xs text-muted tabular-nums">
            {spentWords(budget)}
            {budget.resetsAt && (
              <>
                {' '}
                · anew in <Time at={budget.resetsAt} as="until" />
              </>
            )}
          </p>
          <div className="grid grid-cols-2 gap-3">
            {budget.maxCostUsd !== null && (
              <Field label="US dollars">
                {(id) => <Input id={id} type="number" required min={0.01} step="any" autoFocus={index === 0} value={caps[index]?.usd} onChange={(event) => type(index, { usd: event.target.value })} />}
              </Field>
            )}
            {budget.maxTokens !== null && (
              <Field label="Tokens">
                {(id) => <Input id={id} type="number" required min={1} step={1} value={caps[index]?.tokens} onChange={(event) => type(index, { tokens: event.target.value })} />}
              </Field>
            )}
          </div>
        </fieldset>
      ))}
      <div className="flex flex-wrap justify-end gap-2">
        <Button look="ghost" className="mr-auto" onClick={otherwise}>
          With another subscription…
        </Button>
        <Button onClick={close}>Not now</Button>
        <Button type="submit" look="primary" operation="setBudget" disabled={busy}>
          {mayStart(card) ? 'Raise and go on' : 'Raise'}
        </Button>
      </div>
    </form>
  );
};
