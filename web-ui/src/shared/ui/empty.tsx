import type { ReactNode } from 'react';

/** An empty page: what will be here, and how to get it. */
export const Empty = ({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) => (
  <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-4 py-16 text-center">
    <h2 className="text-lg font-semibold">{title}</h2>
    {children && <div className="text-sm text-muted">{children}</div>}
    {action && <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div>}
  </div>
);
