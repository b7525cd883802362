import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { cn } from './cn';
import './markdown.css';

const COMPONENTS: Components = {
  // What an agent writes may lead anywhere: never into this window, and never with where it came from.
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  ),
  // Pictures would be fetched from wherever the text says; their address is shown instead.
  img: ({ src, alt }) => <code>{alt ? `${alt}: ${String(src)}` : String(src)}</code>,
};

/** Markdown as text: HTML in it is shown, not interpreted; loaded on demand, because the parser is heavy. */
export const Markdown = ({ text, className }: { text: string; className?: string }) => (
  <div className={cn('markdown', className)}>
    <ReactMarkdown remarkPlugins={[remarkGfm]} components={COMPONENTS}>
      {text}
    </ReactMarkdown>
  </div>
);
