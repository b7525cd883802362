import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useQuery } from 'urql';
import { repairOf } from '@/shared/agents/repair';
import { graphql } from '@/shared/api/graphql';
import { usePolling } from '@/shared/api/useReadAgain';
import { CopyButton } from '@/shared/ui/copy';
import { Skeleton } from '@/shared/ui/skeleton';

const Doctor_Findings = graphql(`
  query Doctor_Findings {
    doctor { severity subject found repair }
    platforms { name available version loggedIn message }
  }
`);

/** What this machine has and lacks, while somebody decides where to begin. Looks again, so that what is repaired shows. */
export const Doctor = () => {
  const [{ data }, refetch] = useQuery({ query: Doctor_Findings });
  usePolling(() => refetch({ requestPolicy: 'network-only' }), 10_000);
  const lacking = data?.doctor.filter(({ severity }) => severity !== 'GOOD') ?? [];
  return (
    <>
      {lacking.length > 0 && (
        <List title="Missing on this machine">
          {lacking.map(({ severity, subject, found, repair }) => (
            <Finding key={subject} look={severity === 'BROKEN' ? 'broken' : 'not ready'} name={subject} words={found} repair={repair} />
          ))}
        </List>
      )}
      <List title="Agents on this machine">
        {!data && [1, 2, 3].map((row) => <li key={row} className="p-3"><Skeleton className="h-4 w-2/3" /></li>)}
        {data?.platforms.map(({ name, available, version, loggedIn, message }) => (
          <Finding key={name} look={available && loggedIn !== false ? 'ready' : 'not ready'} name={name} more={version} {...told(message)} />
        ))}
      </List>
    </>
  );
};

/** Of a platform's message, what was found and the command that repairs it. */
function told(message: string): { words: string; repair?: string } {
  const { words, command } = repairOf(message);
  return command ? { words, repair: command } : { words };
}

const List = ({ title, children }: { title: string; children: ReactNode }) => (
  <section aria-label={title}>
    <h2 className="mb-1.5 text-sm font-semibold">{title}</h2>
    <ul className="divide-y overflow-hidden rounded-xl border bg-surface">{children}</ul>
  </section>
);

const LOOKS = {
  ready: { icon: CircleCheck, word: 'Ready', text: 'text-done' },
  'not ready': { icon: CircleDashed, word: 'Not ready', text: 'text-waiting' },
  broken: { icon: CircleX, word: 'Broken', text: 'text-failed' },
};

interface FindingProps {
  look: keyof typeof LOOKS;
  name: string;
  more?: string | null;
  words: string;
  repair?: string;
}

const Finding = ({ look, name, more, words, repair }: FindingProps) => {
  const { icon: Icon, word, text } = LOOKS[look];
  return (
    <li className="flex items-start gap-2.5 px-3 py-2">
      <Icon role="img" aria-label={word} className={`mt-0.5 size-4 shrink-0 ${text}`} />
      <div className="min-w-0 flex-1">
        <span className="font-medium">{name}</span> {more && <span className="text-xs text-faint">{more}</span>}
        <p className="text-xs break-words text-muted">{words}</p>
        {repair && (
          <p className="mt-0.5 flex items-center gap-1 text-xs">
            <span className="min-w-0 font-mono break-words">{repair}</span>
            <CopyButton text={repair} label={`Copy what repairs ${name}`} />
          </p>
        )}
      </div>
    </li>
  );
};
