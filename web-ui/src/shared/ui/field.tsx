import { useId, type ComponentProps, type ReactNode } from 'react';
import { cn } from './cn';

const box =
  'w-full rounded-md border border-line-strong bg-surface px-2.5 py-1 text-sm text-text placeholder:text-faint focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 dark:bg-sunken';

export const Input = ({ className, ...props }: ComponentProps<'input'>) => <input className={cn(box, 'h-8', className)} {...props} />;

export const Textarea = ({ className, ...props }: ComponentProps<'textarea'>) => (
  <textarea className={cn(box, 'min-h-20 resize-y py-1.5 leading-5', className)} {...props} />
);

export const Select = ({ className, ...props }: ComponentProps<'select'>) => <select className={cn(box, 'h-8', className)} {...props} />;

interface FieldProps {
  label: string;
  hint?: ReactNode;
  children: (id: string) => ReactNode;
}

/** A label above what it labels, and below it a word of help. */
export const Field = ({ label, hint, children }: FieldProps) => {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-xs font-medium">
        {label}
      </label>
      {children(id)}
      {hint && <p className="text-xs text-faint">{hint}</p>}
    </div>
  );
};

/** Something that is on or off, with what it does. */
export const Check = ({ label, hint, on, set }: { label: string; hint: string; on: boolean; set: (on: boolean) => void }) => {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5">
      <input id={id} type="checkbox" checked={on} aria-describedby={`${id}-hint`} onChange={(event) => set(event.target.checked)} className="mt-0.5 size-4 shrink-0 accent-(--accent-solid)" />
      <div>
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        <p id={`${id}-hint`} className="text-xs text-faint">
          {hint}
        </p>
      </div>
    </div>
  );
};
