import type { ReactNode } from 'react';

/** Settings that belong together. */
export const Group = ({ title, hint, children }: { title: string; hint?: ReactNode; children: ReactNode }) => (
  <fieldset className="rounded-md border bg-surface p-4">
    <legend className="sr-only">{title}</legend>
    <h2 className="text-sm font-semibold">{title}</h2>
    {hint && <div className="text-xs text-faint">{hint}</div>}
    <div className="mt-3 flex flex-col gap-3">{children}</div>
  </fieldset>
);
