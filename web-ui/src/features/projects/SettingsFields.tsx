import { useId, type ReactNode } from 'react';
import { Field, Input, Select, Textarea } from '@/shared/ui/field';
import { LABELS, type FieldName, type Form } from './settings';
import type { Settings } from './useSettings';

type NamesOf<T> = { [Name in FieldName]: Form[Name] extends T ? Name : never }[FieldName];

interface TextProps {
  settings: Settings;
  name: NamesOf<string>;
  hint?: ReactNode;
  placeholder?: string;
  mono?: boolean;
  required?: boolean;
}

export const TextField = ({ settings: { form, type }, name, hint, placeholder, mono, required }: TextProps) => (
  <Field label={LABELS[name]} hint={hint}>
    {(id) => (
      <Input id={id} required={required} value={form[name]} placeholder={placeholder} className={mono ? 'font-mono' : ''} onChange={(event) => type({ [name]: event.target.value })} />
    )}
  </Field>
);

export const LongField = ({ settings: { form, type }, name, hint, placeholder }: TextProps) => (
  <Field label={LABELS[name]} hint={hint}>
    {(id) => <Textarea id={id} value={form[name]} placeholder={placeholder} onChange={(event) => type({ [name]: event.target.value })} />}
  </Field>
);

export const NumberField = ({ settings: { form, type }, name, hint, min, step }: TextProps & { min: number; step: number | 'any' }) => (
  <Field label={LABELS[name]} hint={hint}>
    {(id) => (
      <Input id={id} type="number" required min={min} step={step} value={form[name]} className="tabular-nums" onChange={(event) => type({ [name]: event.target.value })} />
    )}
  </Field>
);

interface SelectProps extends TextProps {
  options: readonly { value: string; name: string }[];
}

export const SelectField = ({ settings: { form, type }, name, hint, options }: SelectProps) => (
  <Field label={LABELS[name]} hint={hint}>
    {(id) => (
      <Select id={id} value={form[name]} onChange={(event) => type({ [name]: event.target.value })}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </Select>
    )}
  </Field>
);

export const CheckField = ({ settings: { form, type }, name, hint }: { settings: Settings; name: NamesOf<boolean>; hint: string }) => {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5">
      <input
        id={id}
        type="checkbox"
        checked={form[name]}
        aria-describedby={`${id}-hint`}
        onChange={(event) => type({ [name]: event.target.checked })}
        className="mt-0.5 size-4 shrink-0 accent-(--accent-solid)"
      />
      <div>
        <label htmlFor={id} className="text-sm font-medium">
          {LABELS[name]}
        </label>
        <p id={`${id}-hint`} className="text-xs text-faint">
          {hint}
        </p>
      </div>
    </div>
  );
};
