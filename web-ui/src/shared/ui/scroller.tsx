import type { ComponentProps } from 'react';
import { cn } from './cn';

// A part of the page that scrolls is scrolled by keys too, also where nothing in it can be pressed.
export const SCROLLED_BY_KEYS = 0;

/** Fills what room there is and scrolls what does not fit. */
export const Scroller = ({ className, ...props }: ComponentProps<'div'>) => (
  <div tabIndex={SCROLLED_BY_KEYS} className={cn('min-h-0 flex-1 overflow-y-auto focus-visible:outline-offset-[-2px]', className)} {...props} />
);
