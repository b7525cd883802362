import { Pencil } from 'lucide-react';
import type { Detail } from '@/features/card/task/detail';
import { EditButtons } from '@/features/card/task/EditableText';
import { Conflict } from '@/features/card/task/Conflict';
import { useEdit } from '@/features/card/task/useEdit';
import { money } from '@/shared/format/numbers';
import { span } from '@/shared/format/time';
import { Button } from '@/shared/ui/button';
import { Field, Input, Select } from '@/shared/ui/field';

interface Facts {
  priority: number;
  labels: string;
  subscription: string;
  maxIterations: string;
  maxCostUsd: string;
  minutes: string;
}

const read = (detail: Detail): Facts => ({
  priority: detail.priority,
  labels: detail.labels.join(', '),
  subscription: detail.subscription ?? '',
  maxIterations: String(detail.limits.maxIterations),
  maxCostUsd: String(detail.limits.maxCostUsd),
  minutes: String(detail.limits.maxRuntimeSeconds / 60),
});

/** Only what was changed: limits that the card has from its project stay the project's. */
function write(facts: Facts, base: Facts) {
  const changed = (name: keyof Facts) => facts[name] !== base[name];
  const limit = (name: 'maxIterations' | 'maxCostUsd' | 'minutes') => changed(name) && facts[name].trim() !== '' && Number.isFinite(Number(facts[name]));
  const limits = {
    ...(limit('maxIterations') && { maxIterations: Number(facts.maxIterations) }),
    ...(limit('maxCostUsd') && { maxCostUsd: Number(facts.maxCostUsd) }),
    ...(limit('minutes') && { maxRuntimeSeconds: Math.round(Number(facts.minutes) * 60) }),
  };
  return {
    ...(changed('priority') && { priority: facts.priority }),
    ...(changed('labels') && { labels: facts.labels.split(/[\s,]+/).filter(Boolean) }),
    ...(changed('subscription') && { subscription: facts.subscription.trim() }),
    ...(Object.keys(limits).length > 0 && { limits }),
  };
}

const words = (facts: Facts) =>
  `P${facts.priority} · ${facts.labels || 'no labels'} · ${facts.subscription || 'any subscription'} · ${facts.maxIterations} iterations · ${money(Number(facts.maxCostUsd))} · ${span(Number(facts.minutes) * 60)}`;

/** Priority, labels, subscription and limits of the card: for its next runs. */
export const CardFacts = ({ detail }: { detail: Detail }) => {
  const edit = useEdit<Facts>(detail, 'facts', read, write);
  const facts = edit.value;
  if (!facts) {
    return (
      <div>
        <dt className="flex items-center gap-1 text-xs text-faint">
          The card&apos;s settings
          <Button look="ghost" size="icon-sm" operation="updateCard" aria-label="Edit settings" title="Edit settings" className="size-5" onClick={edit.begin}>
            <Pencil />
          </Button>
        </dt>
        <dd className="text-xs text-muted">{words(read(detail))}</dd>
      </div>
    );
  }
  const type = (change: Partial<Facts>) => edit.type({ ...facts, ...change });
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        edit.save();
      }}
    >
      <Field label="Priority">
        {(id) => (
          <Select id={id} value={facts.priority} onChange={(event) => type({ priority: Number(event.target.value) })}>
            {[0, 1, 2, 3, 4].map((each) => (
              <option key={each} value={each}>
                P{each}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Labels" hint="Separated by commas">
        {(id) => <Input id={id} value={facts.labels} onChange={(event) => type({ labels: event.target.value })} />}
      </Field>
      <Field label="Subscription">{(id) => <Input id={id} placeholder="As the project says" value={facts.subscription} onChange={(event) => type({ subscription: event.target.value })} />}</Field>
      <div className="grid grid-cols-3 gap-2">
        <Field label="Iterations">{(id) => <Input id={id} type="number" required min={1} value={facts.maxIterations} onChange={(event) => type({ maxIterations: event.target.value })} />}</Field>
        <Field label="Budget, $">{(id) => <Input id={id} type="number" required min={0} step="any" value={facts.maxCostUsd} onChange={(event) => type({ maxCostUsd: event.target.value })} />}</Field>
        <Field label="Minutes">{(id) => <Input id={id} type="number" required min={0.1} step="any" value={facts.minutes} onChange={(event) => type({ minutes: event.target.value })} />}</Field>
      </div>
      {edit.theirs !== null ? <Conflict theirs={words(edit.theirs)} keepMine={edit.save} takeTheirs={edit.cancel} /> : <EditButtons edit={edit} submits />}
    </form>
  );
};
