import { useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { roleName } from '@/shared/access/access';
import { toServerError } from '@/shared/api/errors';
import { graphql } from '@/shared/api/graphql';
import { routes } from '@/shared/routes';
import { Button } from '@/shared/ui/button';
import { Fault } from '@/shared/ui/fault';
import { Select } from '@/shared/ui/field';
import { Section } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { DataTable, type Column } from '@/shared/ui/table';
import { Time } from '@/shared/ui/time';
import { deed, outcome, way, type AuditEntry } from './words';

export const Access_Audit = graphql(`
  query Access_Audit($actor: String, $after: String) {
    auditLog(first: 50, after: $after, actor: $actor) {
      items { id at actor actorId role authentication operation subject detail result }
      endCursor
      hasNextPage
    }
  }
`);
const Access_Actors = graphql(`query Access_Actors { auditActors }`);

/** What people and programs did, the newest first. Nothing can be changed here, by anybody. */
export const AuditLog = () => {
  const [actor, setActor] = useState<string | null>(null);
  const [before, setBefore] = useState<string[]>([]);
  const [{ data, error }, refetch] = useQuery({ query: Access_Audit, variables: { actor, after: before.at(-1) ?? null } });
  const page = data?.auditLog;
  return (
    <Section title="Audit log" hint="who changed, read or was refused what" actions={<ActorChoice actor={actor} choose={(name) => (setActor(name), setBefore([]))} />}>
      {error && <Fault error={toServerError(error)} retry={() => refetch({ requestPolicy: 'network-only' })} />}
      {page ? (
        <DataTable name="Audit log" columns={COLUMNS} rows={page.items} keyOf={(entry) => entry.id} empty="Nothing was noted yet." />
      ) : (
        !error && <Skeleton className="h-48" />
      )}
      <div className="flex justify-end gap-1.5">
        <Button disabled={before.length === 0} onClick={() => setBefore(before.slice(0, -1))}>
          Newer
        </Button>
        <Button disabled={!page?.hasNextPage} onClick={() => page?.endCursor && setBefore([...before, page.endCursor])}>
          Older
        </Button>
      </div>
    </Section>
  );
};

const ActorChoice = ({ actor, choose }: { actor: string | null; choose: (name: string | null) => void }) => {
  const [{ data }] = useQuery({ query: Access_Actors, variables: {} });
  return (
    <Select aria-label="By whom" className="h-7 max-w-56 text-xs" value={actor ?? ''} onChange={(event) => choose(event.target.value || null)}>
      <option value="">Everybody</option>
      {data?.auditActors.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </Select>
  );
};

const COLUMNS: readonly Column<AuditEntry>[] = [
  { name: 'When', value: (entry) => entry.at, cell: (entry) => <Time at={entry.at} /> },
  {
    name: 'Who',
    value: (entry) => entry.actor,
    cell: (entry) => (
      <span title={entry.actorId}>
        <span className="font-medium">{entry.actor}</span>{' '}
        <span className="text-faint">
          {entry.role ? roleName(entry.role) : 'no role'}, {way(entry)}
        </span>
      </span>
    ),
  },
  { name: 'What', value: (entry) => deed(entry.operation) },
  { name: 'On what', value: (entry) => entry.subject ?? '', cell: (entry) => <Subject subject={entry.subject} /> },
  { name: 'Given', value: (entry) => entry.detail ?? '', cell: (entry) => <span className="break-all text-muted">{entry.detail}</span> },
  {
    name: 'Result',
    value: (entry) => outcome(entry.result),
    cell: (entry) => <span className={entry.result === 'OK' ? 'text-done' : entry.result === null ? 'text-faint' : 'text-failed'}>{outcome(entry.result)}</span>,
  },
];

/** A kind and an id; a card can be opened. */
const Subject = ({ subject }: { subject: string | null }) => {
  const [kind, id] = subject?.split(':') ?? [];
  if (!kind || !id) return null;
  const short = `${kind} ${id.slice(0, 8)}`;
  return kind === 'card' ? (
    <Link to={routes.cardPage(id)} className="text-accent hover:underline" title={id}>
      {short}
    </Link>
  ) : (
    <span title={id}>{short}</span>
  );
};
