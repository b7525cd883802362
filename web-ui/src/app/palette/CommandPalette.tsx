import { Command } from 'cmdk';
import { ArrowRight, FolderGit2, Keyboard, Moon, Plus, Search } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { PAGES } from '@/app/frame/NavLinks';
import { helpSheet, newProject, palette } from '@/app/overlayState';
import { fireAsking } from '@/shared/cards/ask';
import { statusOf } from '@/shared/cards/meaning';
import { possible } from '@/shared/cards/triggers';
import { useCards } from '@/shared/cards/useCards';
import { triggerName } from '@/shared/cards/words';
import { useProjects } from '@/shared/projects';
import { routes } from '@/shared/routes';
import { chooseTheme, useDark } from '@/shared/theme/theme';
import { StatusIcon } from '@/shared/ui/status';

const MOST_CARDS = 40;

const item = 'flex h-8 items-center gap-2 rounded-md px-2 text-sm data-[selected=true]:bg-hover [&_svg]:size-3.5 [&_svg]:shrink-0 [&_svg]:text-faint';

/** Finds any card and does anything, by typing. */
export const CommandPalette = ({ project }: { project: string | null }) => {
  const navigate = useNavigate();
  const dark = useDark();
  const { projects } = useProjects();
  const [text, setText] = useState('');
  const act = (work: () => void) => () => {
    palette.set(false);
    work();
  };
  const go = (to: string) => act(() => void navigate(to));
  return (
    <Command.Dialog
      open
      onOpenChange={(open) => palette.set(open)}
      label="Search or do"
      data-modal=""
      overlayClassName="fixed inset-0 z-40 animate-fade bg-black/30 dark:bg-black/55"
      contentClassName="fixed top-[12vh] left-1/2 z-40 flex w-[min(600px,calc(100vw-16px))] -translate-x-1/2 animate-rise flex-col overflow-hidden rounded-xl border bg-surface shadow-float"
    >
      <div className="flex items-center gap-2 border-b px-3">
        <Search className="size-4 text-faint" />
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder="A card, a page, a command"
          className="h-11 flex-1 bg-transparent text-base outline-none placeholder:text-faint"
        />
      </div>
      <Command.List className="max-h-[52vh] overflow-y-auto p-1.5 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint">
        <Command.Empty className="px-2 py-8 text-center text-sm text-muted">Nothing is called that here.</Command.Empty>
        {project && <Cards project={project} text={text} act={act} go={go} />}
        <Command.Group heading="Go to">
          {PAGES.map(({ name, icon: Icon, to }) => {
            const target = to(project);
            return target && <Entry key={name} icon={<Icon />} name={name} onSelect={go(target)} />;
          })}
          {projects?.map(({ id, name }) => (
            <Entry key={id} icon={<FolderGit2 />} name={`Project ${name}`} value={`project ${name} ${id}`} onSelect={go(routes.board(id))} />
          ))}
        </Command.Group>
        <Command.Group heading="Do">
          {project && <Entry icon={<Plus />} name="New card" onSelect={go(`${routes.board(project)}?new=1`)} />}
          <Entry icon={<Plus />} name="Add a repository" onSelect={act(() => newProject.set(true))} />
          <Entry icon={<Moon />} name={dark ? 'Light theme' : 'Dark theme'} onSelect={act(() => chooseTheme(dark ? 'light' : 'dark'))} />
          <Entry icon={<Keyboard />} name="Keyboard shortcuts" onSelect={act(() => helpSheet.set(true))} />
        </Command.Group>
      </Command.List>
    </Command.Dialog>
  );
};

const Entry = ({ icon, name, value, onSelect }: { icon: ReactNode; name: string; value?: string; onSelect: () => void }) => (
  <Command.Item value={value ?? name} onSelect={onSelect} className={item}>
    {icon}
    {name}
  </Command.Item>
);

interface CardsProps {
  project: string;
  text: string;
  act: (work: () => void) => () => void;
  go: (to: string) => () => void;
}

/** Cards by number and words; with a full match also what can be done with it. */
const Cards = ({ project, text, act, go }: CardsProps) => {
  const { cards } = useCards(project);
  const words = text.trim().toLowerCase();
  const found = [...cards.values()]
    .filter((card) => `#${card.number} ${card.title} ${card.labels.join(' ')}`.toLowerCase().includes(words))
    .sort((a, b) => Date.parse(b.updatedAt) - Date.parse(a.updatedAt))
    .slice(0, words ? MOST_CARDS : 6);
  const only = found.length === 1 ? found[0] : undefined;
  return (
    <Command.Group heading="Cards" forceMount>
      {found.map((card) => (
        <Command.Item key={card.id} value={`#${card.number} ${card.title} ${card.labels.join(' ')} ${card.id}`} onSelect={go(routes.card(project, card.id))} className={item}>
          <StatusIcon status={statusOf(card)} />
          <span className="text-faint tabular-nums">#{card.number}</span>
          <span className="truncate">{card.title}</span>
        </Command.Item>
      ))}
      {only &&
        possible(only).map((trigger) => (
          <Command.Item key={trigger} value={`#${only.number} ${only.title} ${trigger}`} onSelect={act(() => fireAsking(only, trigger))} className={item}>
            <ArrowRight />
            {triggerName(trigger)}: #{only.number}
          </Command.Item>
        ))}
    </Command.Group>
  );
};
