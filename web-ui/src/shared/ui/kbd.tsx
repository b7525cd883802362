import { isMac } from '@/shared/keys/keys';
import { cn } from './cn';

const SIGNS: Record<string, string> = {
  mod: isMac ? '⌘' : 'Ctrl', Escape: 'Esc', Enter: '↵', ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', ' ': 'Space', shift: '⇧',
};

const split = (keys: string): string[] =>
  keys === ' ' ? [' '] : keys.split(' ').flatMap((chord) => (chord === '+' ? ['+'] : chord.split('+')));

/** The keys of a shortcut, as they stand on the keyboard. */
export const Keys = ({ keys, inverse = false }: { keys: string; inverse?: boolean }) => (
  <span className="inline-flex gap-0.5">
    {split(keys).map((key, index) => (
      <kbd
        key={index}
        className={cn(
          'inline-flex h-[18px] min-w-[18px] items-center justify-center rounded border px-1 font-sans text-2xs',
          inverse ? 'border-bg/30 text-bg/80' : 'border-line-strong bg-sunken text-muted',
        )}
      >
        {SIGNS[key] ?? (key.length === 1 ? key.toUpperCase() : key)}
      </kbd>
    ))}
  </span>
);
