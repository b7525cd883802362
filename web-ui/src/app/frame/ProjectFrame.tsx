import { useEffect } from 'react';
import { Outlet, useParams } from 'react-router';
import { rememberProject } from '@/shared/lastProject';
import { useProjects } from '@/shared/projects';
import { NotFound } from '@/app/NotFound';

/** Every page of one project. */
export const ProjectFrame = () => {
  const { projectId = '' } = useParams();
  const { projects } = useProjects();
  const unknown = projects !== null && !projects.some((project) => project.id === projectId);
  useEffect(() => {
    if (!unknown) rememberProject(projectId);
  }, [projectId, unknown]);
  return unknown ? <NotFound /> : <Outlet key={projectId} />;
};
