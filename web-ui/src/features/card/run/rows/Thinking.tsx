import { ChevronRight } from 'lucide-react';
import { cn } from '@/shared/ui/cn';
import type { RowProps } from './Row';

/** What the agent thought, in one line until somebody wants to read it. */
export const Thinking = ({ event, open = false, setOpen }: RowProps) => {
  const text = event.text?.trim() ?? '';
  return (
    <div className="text-muted">
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)} className="flex h-7 w-full items-center gap-1.5 text-left text-sm italic hover:text-text">
        <ChevronRight className={cn('size-3.5 shrink-0 text-faint transition-transform', open && 'rotate-90')} />
        <span className="shrink-0 text-faint not-italic">Thinking</span>
        {!open && <span className="truncate">{text.replaceAll(/\s+/g, ' ').slice(0, 300)}</span>}
      </button>
      {open && <p className="mb-1 ml-1.5 border-l-2 border-line pl-3.5 text-sm break-words whitespace-pre-wrap italic">{text}</p>}
    </div>
  );
};
