import { Bot, ChartColumn, Columns3, History } from 'lucide-react';
import { NavLink } from 'react-router';
import { routes } from '@/shared/routes';
import { cn } from '@/shared/ui/cn';

export const PAGES = [
  { name: 'Board', icon: Columns3, to: (project: string | null) => (project ? routes.board(project) : '/') },
  { name: 'Runs', icon: History, to: (project: string | null) => (project ? routes.runs(project) : null) },
  { name: 'Metrics', icon: ChartColumn, to: (project: string | null) => (project ? routes.metrics(project) : null) },
  { name: 'Agents', icon: Bot, to: () => routes.agents() },
] as const;

/** @param stacked as a bar of its own, for narrow screens */
export const NavLinks = ({ project, stacked = false }: { project: string | null; stacked?: boolean }) =>
  PAGES.map(({ name, icon: Icon, to }) => {
    const target = to(project);
    if (!target) return null;
    return (
      <NavLink
        key={name}
        to={target}
        end={name === 'Board' && !project}
        className={({ isActive }) => {
          const here = isActive && (name !== 'Board' || !/\/(runs|metrics|settings)(\/|$)/.test(location.pathname));
          return cn(
            'flex items-center gap-1.5 font-medium transition-colors',
            stacked ? 'flex-1 flex-col justify-center gap-0.5 text-2xs' : 'h-7 rounded-md px-2.5 text-sm',
            here ? (stacked ? 'text-accent' : 'bg-hover text-text') : 'text-muted hover:text-text',
          );
        }}
      >
        {stacked && <Icon className="size-4" />}
        {name}
      </NavLink>
    );
  });
