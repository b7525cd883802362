import { DropdownMenu as Radix } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { useRefusal } from '@/shared/access/access';
import { cn } from './cn';
import { Keys } from './kbd';

export const Menu = Radix.Root;
export const MenuTrigger = Radix.Trigger;
export const MenuRadioGroup = Radix.RadioGroup;

const item =
  'flex min-h-7 items-center gap-2 rounded px-2 text-sm outline-none select-none data-[disabled]:opacity-45 data-[highlighted]:bg-hover [&_svg]:size-3.5 [&_svg]:shrink-0 [&_svg]:text-faint';

export const MenuContent = ({ className, ...props }: ComponentProps<typeof Radix.Content>) => (
  <Radix.Portal>
    <Radix.Content
      sideOffset={4}
      collisionPadding={8}
      className={cn('z-50 max-h-[min(420px,var(--radix-dropdown-menu-content-available-height))] min-w-44 animate-rise overflow-y-auto rounded-lg border bg-surface p-1 shadow-float', className)}
      {...props}
    />
  </Radix.Portal>
);

/** `operation`: what the item runs, so that who may not run it is told why. */
export const MenuItem = ({ className, keys, operation, children, ...props }: ComponentProps<typeof Radix.Item> & { keys?: string; operation?: string }) => {
  const refusal = useRefusal(operation);
  return (
    <Radix.Item className={cn(item, className)} {...props} {...(refusal ? { disabled: true, title: refusal } : {})}>
      {children}
      {keys && (
        <span className="ml-auto pl-4">
          <Keys keys={keys} />
        </span>
      )}
    </Radix.Item>
  );
};

export const MenuRadioItem = ({ className, children, ...props }: ComponentProps<typeof Radix.RadioItem>) => (
  <Radix.RadioItem className={cn(item, 'pl-7', className)} {...props}>
    <Radix.ItemIndicator className="absolute left-3 text-accent">✓</Radix.ItemIndicator>
    {children}
  </Radix.RadioItem>
);

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <Radix.Label className="px-2 pt-1.5 pb-1 text-2xs font-medium text-faint">{children}</Radix.Label>
);

export const MenuSeparator = () => <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
