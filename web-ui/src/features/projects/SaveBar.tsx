import type { ReactNode } from 'react';
import { count } from '@/shared/format/numbers';
import { Button } from '@/shared/ui/button';
import { Fault } from '@/shared/ui/fault';

interface Props {
  /** How many settings are changed and not saved. */
  changed: number;
  /** What stands there while nothing is. */
  hint: string;
  error: unknown;
  /** What "Save" says, and the operation that it runs. */
  action: string;
  operation: string;
  disabled: boolean;
  discard: () => void;
  /** Above the error: what a person has to decide first. */
  children?: ReactNode;
}

/** Below settings: what is not saved yet, why it could not be, and the button. */
export const SaveBar = ({ changed, hint, error, action, operation, disabled, discard, children }: Props) => (
  <footer className="shrink-0 border-t bg-surface py-2">
    <div className="mx-auto flex max-w-3xl flex-col gap-2 px-3 sm:px-6">
      {children}
      {error !== null && <Fault error={error} />}
      <div className="flex items-center justify-end gap-2">
        <span aria-live="polite" className="mr-auto text-xs text-muted tabular-nums">
          {changed === 0 ? hint : `${count(changed, 'setting')} changed, not saved yet`}
        </span>
        {changed > 0 && <Button onClick={discard}>Discard</Button>}
        <Button type="submit" look="primary" operation={operation} disabled={changed === 0 || disabled}>
          {action}
        </Button>
      </div>
    </div>
  </footer>
);
