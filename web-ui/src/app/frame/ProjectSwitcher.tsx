import { ChevronsUpDown, Plus, Settings } from 'lucide-react';
import { useNavigate } from 'react-router';
import { newProject } from '@/app/overlayState';
import { useProjects } from '@/shared/projects';
import { routes } from '@/shared/routes';
import { Button } from '@/shared/ui/button';
import { Menu, MenuContent, MenuItem, MenuLabel, MenuRadioGroup, MenuRadioItem, MenuSeparator, MenuTrigger } from '@/shared/ui/menu';

export const ProjectSwitcher = ({ project }: { project: string | null }) => {
  const { projects } = useProjects();
  const navigate = useNavigate();
  if (!projects?.length) return null;
  const current = projects.find((candidate) => candidate.id === project);
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button look="ghost" className="max-w-40 min-w-0 shrink text-sm text-text" aria-label={`Project: ${current?.name ?? 'choose one'}`}>
          <span className="truncate">{current?.name ?? 'Choose a project'}</span>
          <ChevronsUpDown className="text-faint" />
        </Button>
      </MenuTrigger>
      <MenuContent align="start" className="w-64">
        <MenuLabel>Projects</MenuLabel>
        <MenuRadioGroup value={project ?? ''} onValueChange={(id) => void navigate(routes.board(id))}>
          {projects.map(({ id, name, repositoryPath }) => (
            <MenuRadioItem key={id} value={id} className="py-1">
              <span className="min-w-0">
                <span className="block truncate">{name}</span>
                <span className="block truncate font-mono text-2xs text-faint">{repositoryPath}</span>
              </span>
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
        <MenuSeparator />
        {current && (
          <MenuItem keys="g s" onSelect={() => void navigate(routes.settings(current.id))}>
            <Settings /> Settings of {current.name}
          </MenuItem>
        )}
        <MenuItem onSelect={() => newProject.set(true)}>
          <Plus /> Add a repository…
        </MenuItem>
      </MenuContent>
    </Menu>
  );
};
