import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, type ButtonProps } from './button';

/** Copies a text, and says that it did. */
export const CopyButton = ({ text, label = 'Copy', size = 'icon-sm', ...props }: ButtonProps & { text: string; label?: string }) => {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => undefined,
    );
  return (
    <Button look="ghost" size={size} aria-label={copied ? 'Copied' : label} title={copied ? 'Copied' : label} onClick={copy} {...props}>
      {copied ? <Check className="text-done" /> : <Copy />}
    </Button>
  );
};
