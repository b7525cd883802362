import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './cn';

const button = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap select-none transition-colors duration-100 disabled:pointer-events-none disabled:opacity-50 [&_svg]:size-3.5 [&_svg]:shrink-0',
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

export type ButtonProps = ComponentProps<'button'> & VariantProps<typeof button>;

export const Button = ({ look, size, className, type = 'button', ...props }: ButtonProps) => (
  <button type={type} className={cn(button({ look, size }), className)} {...props} />
);

export { button as buttonLook };
