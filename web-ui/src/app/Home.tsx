import { Navigate } from 'react-router';
import { Welcome } from '@/features/projects/Welcome';
import { lastProject } from '@/shared/lastProject';
import { useProjects } from '@/shared/projects';
import { routes } from '@/shared/routes';
import { Fault } from '@/shared/ui/fault';

/** The board of the project that was looked at last; in an empty installation the first steps. */
export const Home = () => {
  const { projects, error, refetch } = useProjects();
  if (!projects) return error ? <div className="mx-auto w-full max-w-xl p-4"><Fault error={error} retry={refetch} /></div> : null;
  if (projects.length === 0) return <Welcome />;
  const known = projects.find((project) => project.id === lastProject()) ?? projects[0];
  return known ? <Navigate to={routes.board(known.id)} replace /> : null;
};
