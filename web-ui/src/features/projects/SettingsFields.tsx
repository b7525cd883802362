import type { ReactNode } from 'react';
import { Check, Field, Input, Select, Textarea } from '@/shared/ui/field';
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

export const CheckField = ({ settings: { form, type }, name, hint }: { settings: Settings; name: NamesOf<boolean>; hint: string }) => (
  <Check label={LABELS[name]} hint={hint} on={form[name]} set={(on) => type({ [name]: on })} />
);
