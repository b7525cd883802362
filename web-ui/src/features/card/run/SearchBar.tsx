import { ChevronDown, ChevronUp, Search, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { percent } from '@/shared/format/numbers';
import { Button } from '@/shared/ui/button';
import { Input } from '@/shared/ui/field';
import { refused } from '@/shared/ui/toast';
import { searchRun, type Hits } from './search';

interface Props {
  run: string;
  lastSeq: number;
  words: string;
  setWords: (words: string) => void;
  show: (seq: number) => void;
  close: () => void;
}

const NOTHING: Hits = { seqs: [], done: false, share: 0 };

/** Searches the whole run, also what is not loaded; the newest hit comes first. */
export const SearchBar = ({ run, lastSeq, words, setWords, show, close }: Props) => {
  const [hits, setHits] = useState(NOTHING);
  const [at, setAt] = useState<number | null>(null);
  const [end] = useState(lastSeq);
  useEffect(() => {
    if (words.trim().length < 2) return;
    let stopped = false;
    const timer = setTimeout(() => {
      searchRun(run, end, words.trim(), setHits, () => stopped).catch(refused);
    }, 150);
    return () => {
      stopped = true;
      clearTimeout(timer);
      setHits(NOTHING);
      setAt(null);
    };
  }, [run, end, words]);
  // A hit is remembered by its event, because older ones are still being found before it.
  const position = at === null ? -1 : hits.seqs.indexOf(at);
  const step = (by: number) => {
    const { length } = hits.seqs;
    if (length === 0) return;
    const seq = hits.seqs[position < 0 ? length - 1 : (position + by + length) % length];
    if (seq === undefined) return;
    setAt(seq);
    show(seq);
  };
  const said = words.trim().length < 2 ? '' : hits.seqs.length === 0 ? (hits.done ? 'Nothing found' : 'Searching…') : `${position < 0 ? '–' : position + 1} of ${hits.seqs.length}`;
  return (
    <div role="search" className="flex items-center gap-1 border-b px-3 py-1.5">
      <Search className="size-3.5 shrink-0 text-faint" />
      <Input
        autoFocus
        aria-label="Search the transcript"
        placeholder="Search this run"
        value={words}
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') step(event.shiftKey ? 1 : -1);
          else if (event.key === 'Escape') close();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
        className="h-7 max-w-80 flex-1"
      />
      <span role="status" className="min-w-24 px-1 text-xs text-muted tabular-nums">
        {said}
        {!hits.done && hits.share > 0 && hits.share < 1 && <span className="text-faint"> · {percent(hits.share)}</span>}
      </span>
      <Button look="ghost" size="icon-sm" aria-label="Older hit" title="Older hit (Enter)" onClick={() => step(-1)}>
        <ChevronUp />
      </Button>
      <Button look="ghost" size="icon-sm" aria-label="Newer hit" title="Newer hit (Shift+Enter)" onClick={() => step(1)}>
        <ChevronDown />
      </Button>
      <Button look="ghost" size="icon-sm" aria-label="Close the search" onClick={close} className="ml-auto">
        <X />
      </Button>
    </div>
  );
};
