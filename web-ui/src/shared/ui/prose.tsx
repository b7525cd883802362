import { Suspense } from 'react';
import { part } from '@/shared/part';

export const Markdown = part(async () => (await import('./markdown')).Markdown);

/** A text in markdown; plain until the parser is there, which is heavy and loaded on demand. */
export const Prose = ({ text }: { text: string }) => (
  <Suspense fallback={<p className="leading-5 break-words whitespace-pre-wrap">{text}</p>}>
    <Markdown text={text} />
  </Suspense>
);
