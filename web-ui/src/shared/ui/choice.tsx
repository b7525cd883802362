import { cn } from './cn';

interface Props<Value extends string> {
  name: string;
  value: Value;
  options: readonly { value: Value; name: string }[];
  onChange: (value: Value) => void;
  small?: boolean;
}

/** One of a few, all in sight. */
export function Choice<Value extends string>({ name, value, options, onChange, small }: Props<Value>) {
  return (
    <div role="group" aria-label={name} className={cn('inline-flex shrink-0 items-center rounded-md border border-line-strong bg-surface p-0.5 shadow-card', small ? 'h-6' : 'h-7')}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className={cn(
            'h-full rounded px-2 text-xs font-medium whitespace-nowrap transition-colors',
            option.value === value ? 'bg-accent/14 text-accent' : 'text-muted hover:text-text',
          )}
        >
          {option.name}
        </button>
      ))}
    </div>
  );
}
