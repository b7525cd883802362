import type { ReactNode } from 'react';
import { cn } from './cn';

interface PageProps {
  title: string;
  actions?: ReactNode;
  /** Leads to the other pages of the same thing. */
  tabs?: ReactNode;
  narrow?: boolean;
  children: ReactNode;
}

/** A page that scrolls: its name, what can be done on it, and its parts below each other. */
export const Page = ({ title, actions, tabs, narrow, children }: PageProps) => (
  <div className="min-h-0 flex-1 overflow-y-auto">
    <div className={cn('mx-auto flex w-full flex-col gap-5 px-3 py-4 sm:px-6', narrow ? 'max-w-3xl' : 'max-w-6xl')}>
      <header className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto text-xl font-semibold">{title}</h1>
        {actions}
      </header>
      {tabs}
      {children}
    </div>
  </div>
);

/** One part of a page, with its name above it. */
export const Section = ({ title, hint, actions, children }: { title: string; hint?: ReactNode; actions?: ReactNode; children: ReactNode }) => (
  <section aria-label={title} className="flex min-w-0 flex-col gap-2">
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <h2 className="text-sm font-semibold">{title}</h2>
      {hint && <span className="text-xs text-faint">{hint}</span>}
      {actions && <div className="ml-auto flex items-center gap-1">{actions}</div>}
    </div>
    {children}
  </section>
);
