import { CircleCheck, CircleDashed } from 'lucide-react';
import { useQuery } from 'urql';
import { graphql } from '@/shared/api/graphql';
import { Skeleton } from '@/shared/ui/skeleton';

const Doctor_Platforms = graphql(`query Doctor_Platforms { platforms { name available version loggedIn message } }`);

/** Which agents this machine has, while somebody decides where to begin. */
export const Doctor = () => {
  const [{ data }] = useQuery({ query: Doctor_Platforms });
  return (
    <section aria-label="Agents on this machine">
      <h2 className="mb-1.5 text-sm font-semibold">Agents on this machine</h2>
      <ul className="divide-y overflow-hidden rounded-xl border bg-surface">
        {!data && [1, 2, 3].map((row) => <li key={row} className="p-3"><Skeleton className="h-4 w-2/3" /></li>)}
        {data?.platforms.map(({ name, available, version, loggedIn, message }) => (
          <li key={name} className="flex items-start gap-2.5 px-3 py-2">
            {available && loggedIn !== false ? (
              <CircleCheck role="img" aria-label="Ready" className="mt-0.5 size-4 shrink-0 text-done" />
            ) : (
              <CircleDashed role="img" aria-label="Not ready" className="mt-0.5 size-4 shrink-0 text-waiting" />
            )}
            <div className="min-w-0 flex-1">
              <span className="font-medium">{name}</span> {version && <span className="text-xs text-faint">{version}</span>}
              <p className="text-xs break-words text-muted">{message}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
};
