import { clsx, type ClassValue } from 'clsx';
import { twMerge } from 'tailwind-merge';

/** Joins class names; of two that say the same thing differently the last counts. */
export const cn = (...names: ClassValue[]): string => twMerge(clsx(names));
