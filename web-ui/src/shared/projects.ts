import { useQuery } from 'urql';
import { graphql, type ResultOf } from '@/shared/api/graphql';

const Projects_All = graphql(`
  query Projects_All { projects { id name description repositoryPath defaultBranch buildEnabled deployEnabled version } }
`);

export type ProjectSummary = ResultOf<typeof Projects_All>['projects'][number];

/** All projects; null until they are known. */
export function useProjects() {
  const [{ data, error, fetching }, refetch] = useQuery({ query: Projects_All });
  return { projects: data?.projects ?? null, error, fetching, refetch: () => refetch({ requestPolicy: 'network-only' }) };
}
