import { useState } from 'react';
import { roleName, type Role } from '@/shared/access/access';
import { tell } from '@/shared/api/client';
import { graphql, type ResultOf } from '@/shared/api/graphql';
import { Button } from '@/shared/ui/button';
import { Choice } from '@/shared/ui/choice';
import { CopyButton } from '@/shared/ui/copy';
import { Dialog } from '@/shared/ui/dialog';
import { Fault } from '@/shared/ui/fault';
import { Field, Input, Select } from '@/shared/ui/field';

const Access_Create = graphql(`mutation Access_Create($input: ApiTokenInput!) { createApiToken(input: $input) { id name value } }`);

type Created = ResultOf<typeof Access_Create>['createApiToken'];

const ROLES: readonly Role[] = ['VIEWER', 'OPERATOR', 'ADMIN'];
const MEANINGS: Record<Role, string> = {
  VIEWER: 'Reads cards, transcripts and metrics.',
  OPERATOR: 'Works too: cards, runs, reviews, and settings of projects that run nothing on the server.',
  ADMIN: 'Everything, tokens and the audit log too.',
};
const DAYS = [7, 30, 90, 365] as const;
const DAY_MS = 86_400_000;

/** Makes a token, then shows it this once. */
export const NewTokenDialog = ({ close }: { close: () => void }) => {
  const [created, setCreated] = useState<Created | null>(null);
  return created ? <Shown token={created} close={close} /> : <Form close={close} onCreated={setCreated} />;
};

const Form = ({ close, onCreated }: { close: () => void; onCreated: (token: Created) => void }) => {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('VIEWER');
  const [days, setDays] = useState('90');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const create = async () => {
    setBusy(true);
    try {
      const expiresAt = days ? new Date(Date.now() + Number(days) * DAY_MS).toISOString() : null;
      onCreated((await tell(Access_Create, { input: { name, role, expiresAt } })).createApiToken);
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <Dialog open onOpenChange={close} title="New API token" description="It acts under its own name, which cards and the audit log then show.">
      <form
        className="flex min-h-0 flex-col"
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <div className="flex flex-col gap-3 overflow-y-auto p-4">
          <Field label="Name" hint="Who or what uses it: “ci”, “Ada’s laptop”.">
            {(id) => <Input id={id} value={name} maxLength={100} required onChange={(event) => setName(event.target.value)} />}
          </Field>
          <div className="flex flex-col items-start gap-1">
            <span className="text-xs font-medium">Role</span>
            <Choice name="Role" value={role} options={ROLES.map((each) => ({ value: each, name: roleName(each) }))} onChange={setRole} />
            <p className="text-xs text-faint">{MEANINGS[role]}</p>
          </div>
          <Field label="Expires">
            {(id) => (
              <Select id={id} value={days} onChange={(event) => setDays(event.target.value)}>
                {DAYS.map((each) => (
                  <option key={each} value={each}>
                    in {each} days
                  </option>
                ))}
                <option value="">never</option>
              </Select>
            )}
          </Field>
          {error !== null && <Fault error={error} />}
        </div>
        <footer className="flex justify-end gap-2 border-t px-4 py-3">
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" look="primary" operation="createApiToken" disabled={busy || !name.trim()}>
            Create token
          </Button>
        </footer>
      </form>
    </Dialog>
  );
};

const Shown = ({ token, close }: { token: Created; close: () => void }) => (
  <Dialog open onOpenChange={close} title={`The token ${token.name}`} description="Copy it now: it is not shown again, and the server keeps no more than its hash.">
    <div className="flex items-center gap-2 p-4">
      <code className="min-w-0 flex-1 rounded-md border bg-sunken px-2.5 py-1.5 font-mono text-xs break-all" data-token="">
        {token.value}
      </code>
      <CopyButton text={token.value} label="Copy the token" size="icon" />
    </div>
    <footer className="flex justify-end border-t px-4 py-3">
      <Button look="primary" onClick={close}>
        I have copied it
      </Button>
    </footer>
  </Dialog>
);
