import { useMemo } from 'react';
import { cn } from '@/shared/ui/cn';
import { parseAnsi, type Span } from './ansi';
import './ansi.css';

const color = (value: number | string | undefined) => (typeof value === 'number' ? `var(--ansi-${value})` : value);

/** Terminal output in its colours. */
export const Ansi = ({ text }: { text: string }) => {
  const spans = useMemo(() => parseAnsi(text), [text]);
  return spans.map((span, index) => (plain(span) ? span.text : <Styled key={index} span={span} />));
};

const plain = ({ text, ...style }: Span) => text !== '' && Object.values(style).every((value) => value === undefined);

const Styled = ({ span }: { span: Span }) => (
  <span
    className={cn(span.bold && 'font-bold', span.dim && 'opacity-65', span.italic && 'italic', span.underline && 'underline')}
    style={{ color: color(span.color), background: color(span.background) }}
  >
    {span.text}
  </span>
);
