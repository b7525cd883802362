import { TriangleAlert } from 'lucide-react';
import { explain } from '@/shared/api/errors';
import { Button } from './button';

/** What went wrong, and what to do. */
export const Fault = ({ error, retry }: { error: unknown; retry?: () => void }) => (
  <div role="alert" className="flex items-start gap-2 rounded-md border border-failed/40 bg-failed/8 px-3 py-2 text-sm">
    <TriangleAlert className="mt-0.5 size-4 shrink-0 text-failed" />
    <p className="min-w-0 flex-1 break-words">{explain(error)}</p>
    {retry && (
      <Button size="sm" onClick={retry}>
        Try again
      </Button>
    )}
  </div>
);
