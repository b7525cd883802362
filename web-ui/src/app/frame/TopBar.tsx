import { Search } from 'lucide-react';
import { Link } from 'react-router';
import { palette } from '@/app/overlayState';
import { Button } from '@/shared/ui/button';
import { Keys } from '@/shared/ui/kbd';
import { ConnectionBadge } from './ConnectionBadge';
import { NavLinks } from './NavLinks';
import { NeedsYou } from './NeedsYou';
import { ProjectSwitcher } from './ProjectSwitcher';
import { Spent } from './Spent';
import { YouMenu } from './YouMenu';

export const TopBar = ({ project }: { project: string | null }) => (
  <header className="flex h-11 shrink-0 items-center gap-1.5 border-b bg-surface px-2 sm:gap-2 sm:px-3">
    <Link to="/" className="flex items-center gap-2 font-semibold" aria-label="Ringmaster, to the board">
      <img src="/ringmaster.svg" alt="" width={20} height={20} className="shrink-0" />
      <span className="hidden lg:inline">Ringmaster</span>
    </Link>
    <span aria-hidden className="mx-0.5 hidden h-4 w-px bg-line sm:block" />
    <ProjectSwitcher project={project} />
    <nav aria-label="Pages" className="hidden items-center gap-0.5 sm:flex">
      <NavLinks project={project} />
    </nav>
    <div className="min-w-0 flex-1" />
    <Button look="plain" className="hidden w-44 justify-start text-faint md:flex" onClick={() => palette.set(true)}>
      <Search /> Search or do
      <span className="ml-auto">
        <Keys keys="mod+k" />
      </span>
    </Button>
    <Button look="ghost" size="icon" className="hidden min-[400px]:inline-flex md:hidden" aria-label="Search or do" onClick={() => palette.set(true)}>
      <Search />
    </Button>
    {project && <NeedsYou project={project} />}
    {project && <Spent project={project} />}
    <ConnectionBadge />
    <YouMenu project={project} />
  </header>
);
