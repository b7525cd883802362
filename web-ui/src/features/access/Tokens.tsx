import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { roleName } from '@/shared/access/access';
import { tell } from '@/shared/api/client';
import { toServerError } from '@/shared/api/errors';
import { graphql, type ResultOf } from '@/shared/api/graphql';
import { useClock } from '@/shared/format/useNow';
import { Button } from '@/shared/ui/button';
import { Dialog } from '@/shared/ui/dialog';
import { Fault } from '@/shared/ui/fault';
import { Section } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { DataTable, type Column } from '@/shared/ui/table';
import { Time } from '@/shared/ui/time';
import { done, refused } from '@/shared/ui/toast';
import { NewTokenDialog } from './NewTokenDialog';

const Access_Tokens = graphql(`query Access_Tokens { apiTokens { id name role createdBy createdAt lastUsedAt expiresAt } }`);
const Access_Revoke = graphql(`mutation Access_Revoke($id: ID!) { revokeApiToken(id: $id) { id } }`);

type Token = ResultOf<typeof Access_Tokens>['apiTokens'][number];

/** The keys of programs and colleagues. */
export const Tokens = () => {
  const [{ data, error }, refetch] = useQuery({ query: Access_Tokens, variables: {} });
  const [adding, setAdding] = useState(false);
  const [revoking, setRevoking] = useState<Token | null>(null);
  const columns: readonly Column<Token>[] = [
    ...COLUMNS,
    {
      name: 'Revoke',
      value: () => '',
      cell: (token) => (
        <Button look="danger" size="sm" aria-label={`Revoke ${token.name}`} onClick={() => setRevoking(token)}>
          Revoke…
        </Button>
      ),
    },
  ];
  return (
    <Section
      title="API tokens"
      hint="for programs, and for colleagues who have no single sign-on"
      actions={
        <Button look="primary" operation="createApiToken" onClick={() => setAdding(true)}>
          <Plus /> New token…
        </Button>
      }
    >
      {error && <Fault error={toServerError(error)} retry={() => refetch({ requestPolicy: 'network-only' })} />}
      {data ? (
        <DataTable
          name="API tokens"
          columns={columns}
          rows={data.apiTokens}
          keyOf={(token) => token.id}
          empty="There is none. A token lets a program or a colleague in under a name and a role of its own, and can be taken back."
        />
      ) : (
        !error && <Skeleton className="h-24" />
      )}
      {adding && <NewTokenDialog close={() => setAdding(false)} />}
      {revoking && <RevokeDialog token={revoking} close={() => setRevoking(null)} />}
    </Section>
  );
};

const COLUMNS: readonly Column<Token>[] = [
  { name: 'Name', value: (token) => token.name, cell: (token) => <span className="font-medium break-all">{token.name}</span> },
  { name: 'Role', value: (token) => roleName(token.role) },
  {
    name: 'Created',
    value: (token) => token.createdAt,
    cell: (token) => (
      <>
        <Time at={token.createdAt} /> by {token.createdBy}
      </>
    ),
  },
  { name: 'Last used', value: (token) => token.lastUsedAt ?? '', cell: (token) => (token.lastUsedAt ? <Time at={token.lastUsedAt} /> : 'never') },
  { name: 'Expires', value: (token) => token.expiresAt ?? '', cell: (token) => <Expiry at={token.expiresAt} /> },
];

const Expiry = ({ at }: { at: string | null }) => {
  const left = useClock((now) => (at && Date.parse(at) > now ? 'some' : 'none'));
  if (!at) return 'never';
  return left === 'some' ? (
    <>
      in <Time at={at} as="until" />
    </>
  ) : (
    <span className="text-failed">expired</span>
  );
};

const RevokeDialog = ({ token, close }: { token: Token; close: () => void }) => {
  const [busy, setBusy] = useState(false);
  const revoke = async () => {
    setBusy(true);
    try {
      await tell(Access_Revoke, { id: token.id });
      done(`${token.name} opens nothing any more`);
      close();
    } catch (cause) {
      refused(cause);
      setBusy(false);
    }
  };
  return (
    <Dialog open onOpenChange={close} title={`Revoke ${token.name}?`} description="Whatever uses it is refused from now on, and its open connections are closed. This cannot be taken back.">
      <footer className="flex justify-end gap-2 px-4 py-3">
        <Button onClick={close}>Keep it</Button>
        <Button look="danger" disabled={busy} onClick={() => void revoke()}>
          Revoke
        </Button>
      </footer>
    </Dialog>
  );
};
