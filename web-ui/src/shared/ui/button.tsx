import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps, MouseEvent } from 'react';
import { useRefusal } from '@/shared/access/access';
import { cn } from './cn';

const button = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap select-none transition-colors duration-100 disabled:pointer-events-none disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50 [&_svg]:size-3.5 [&_svg]:shrink-0',
  {
    variants: {
      look: {
        primary: 'bg-accent-solid text-on-accent hover:brightness-110',
        needs: 'bg-needs-solid text-on-needs hover:brightness-105',
        plain: 'border border-line-strong bg-surface text-text shadow-card hover:bg-hover',
        ghost: 'text-muted hover:bg-hover hover:text-text',
        danger: 'border border-line-strong bg-surface text-failed shadow-card hover:bg-failed/10',
      },
      size: {
        sm: 'h-6 px-2 text-xs',
        md: 'h-7 px-2.5 text-xs',
        lg: 'h-9 px-4 text-sm',
        icon: 'size-7',
        'icon-sm': 'size-6',
      },
    },
    defaultVariants: { look: 'plain', size: 'md' },
  },
);

/** `operation`: what the button runs. Who may not run it finds the button there, and why it does nothing. */
export type ButtonProps = ComponentProps<'button'> & VariantProps<typeof button> & { operation?: string };

export const Button = ({ look, size, className, type = 'button', operation, ...props }: ButtonProps) => {
  const refusal = useRefusal(operation);
  // Not "disabled": that could not be reached by keys, nor say its reason.
  const refused = refusal ? { type: 'button' as const, 'aria-disabled': true, title: refusal, onClick: (event: MouseEvent) => event.stopPropagation() } : {};
  return <button type={type} className={cn(button({ look, size }), className)} {...props} {...refused} />;
};

export { button as buttonLook };
