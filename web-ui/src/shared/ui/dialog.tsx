import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button';
import { cn } from './cn';

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  /** "centre": asks for something. "right": a panel at the side. */
  place?: 'centre' | 'right';
  className?: string;
  children: ReactNode;
}

const PLACES = {
  centre:
    'top-[10vh] left-1/2 max-h-[80vh] w-[min(560px,calc(100vw-16px))] -translate-x-1/2 animate-rise rounded-xl border',
  right: 'inset-y-0 right-0 w-[min(440px,100vw)] animate-slide border-l',
};

/** A dialog: keeps the keyboard inside, closes on Escape, gives the focus back. */
export const Dialog = ({ open, onOpenChange, title, description, place = 'centre', className, children }: Props) => (
  <Radix.Root open={open} onOpenChange={onOpenChange}>
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-black/30 dark:bg-black/55" />
      <Radix.Content
        data-modal=""
        {...(description ? {} : { 'aria-describedby': undefined })}
        className={cn('fixed z-40 flex flex-col overflow-hidden bg-surface shadow-float outline-none', PLACES[place], className)}
      >
        <header className="flex items-start gap-3 border-b px-4 py-3">
          <div className="min-w-0 flex-1">
            <Radix.Title className="text-base font-semibold">{title}</Radix.Title>
            {description && <Radix.Description className="mt-0.5 text-xs text-muted">{description}</Radix.Description>}
          </div>
          <Radix.Close asChild>
            <Button look="ghost" size="icon-sm" aria-label="Close">
              <X />
            </Button>
          </Radix.Close>
        </header>
        {children}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);
