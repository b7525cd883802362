import { Archive, Hand, Plus, Tag, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Card } from '@/shared/cards/card';
import { Button } from '@/shared/ui/button';
import { cn } from '@/shared/ui/cn';
import { Input } from '@/shared/ui/field';
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from '@/shared/ui/menu';
import { Tooltip } from '@/shared/ui/tooltip';
import { isFiltering, labelsOf, readFilter, writeFilter, type BoardFilter } from './filter';

const FIELD = 'board-filter';

export const focusFilter = () => document.getElementById(FIELD)?.focus();

export const FilterBar = ({ cards, onNew }: { cards: ReadonlyMap<string, Card>; onNew: () => void }) => {
  const [params, setParams] = useSearchParams();
  const filter = readFilter(params);
  const change = (next: Partial<BoardFilter>) => setParams((before) => writeFilter(before, next), { replace: true });
  // The address follows when the board is drawn, which is too late for what is being typed.
  const [typed, setTyped] = useState<string | null>(null);
  const type = (text: string) => {
    setTyped(text);
    change({ text });
  };
  const labels = useMemo(() => labelsOf(cards.values()), [cards]);
  return (
    <div className="flex h-10 shrink-0 items-center gap-1 px-2 sm:gap-1.5 sm:px-3">
      <Input
        id={FIELD}
        type="search"
        aria-label="Filter cards"
        placeholder="Filter"
        value={typed ?? filter.text}
        onChange={(event) => type(event.target.value)}
        onBlur={() => setTyped(null)}
        onKeyDown={(event) => event.key === 'Escape' && (type(''), event.currentTarget.blur())}
        className="h-7 w-40 min-w-16 shrink"
      />
      <Toggle on={filter.needsMe} onChange={(needsMe) => change({ needsMe })} icon={<Hand />} name="Needs you" />
      {labels.length > 0 && (
        <Menu>
          <MenuTrigger asChild>
            <Button look="ghost" aria-label="Filter by label" className={cn(filter.labels.length > 0 && 'bg-accent/12 text-accent')}>
              <Tag />
              <span className={cn(filter.labels.length === 0 && 'hidden sm:inline')}>{filter.labels.join(', ') || 'Label'}</span>
            </Button>
          </MenuTrigger>
          <MenuContent align="start">
            <MenuLabel>Cards with all of</MenuLabel>
            {labels.map((label) => {
              const on = filter.labels.includes(label);
              return (
                <MenuItem
                  key={label}
                  onSelect={(event) => {
                    event.preventDefault();
                    change({ labels: on ? filter.labels.filter((other) => other !== label) : [...filter.labels, label] });
                  }}
                >
                  <span className="w-3.5 text-accent">{on ? '✓' : ''}</span>
                  {label}
                </MenuItem>
              );
            })}
          </MenuContent>
        </Menu>
      )}
      <Toggle on={filter.archived} onChange={(archived) => change({ archived })} icon={<Archive />} name="Archived" />
      {isFiltering(filter) && (
        <Button look="ghost" onClick={() => change({ text: '', labels: [], needsMe: false })}>
          <X /> <span className="hidden sm:inline">Show all</span>
        </Button>
      )}
      <div className="flex-1" />
      <Tooltip text="New card" keys="n">
        <Button look="primary" operation="createCard" onClick={onNew} aria-label="New card">
          <Plus /> <span className="hidden sm:inline">New card</span>
        </Button>
      </Tooltip>
    </div>
  );
};

interface ToggleProps {
  on: boolean;
  onChange: (on: boolean) => void;
  icon: React.ReactNode;
  name: string;
}

const Toggle = ({ on, onChange, icon, name }: ToggleProps) => (
  <Button look="ghost" aria-pressed={on} aria-label={name} onClick={() => onChange(!on)} className={cn(on && 'bg-accent/12 text-accent hover:bg-accent/20 hover:text-accent')}>
    {icon}
    <span className="hidden sm:inline">{name}</span>
  </Button>
);
