import { NavLink } from 'react-router';
import { routes } from '@/shared/routes';
import { cn } from '@/shared/ui/cn';

const PARTS = [
  { part: undefined, name: 'Project' },
  { part: 'prompt', name: 'Prompt' },
  { part: 'delivery', name: 'Delivery' },
  { part: 'budgets', name: 'Budgets' },
];

/** From one page of a project's settings to the others. */
export const SettingsTabs = ({ project }: { project: string }) => (
  <nav aria-label="Settings" className="-mt-2 flex gap-4 border-b">
    {PARTS.map(({ part, name }) => (
      <NavLink
        key={name}
        end
        to={routes.settings(project, part)}
        className={({ isActive }) => cn('-mb-px flex h-9 items-center border-b-2 text-sm font-medium', isActive ? 'border-accent text-text' : 'border-transparent text-muted hover:text-text')}
      >
        {name}
      </NavLink>
    ))}
  </nav>
);
