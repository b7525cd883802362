import { useRefusal } from '@/shared/access/access';
import { Page } from '@/shared/ui/page';
import { AuditLog } from './AuditLog';
import { People } from './People';
import { Tokens } from './Tokens';

/** Who may come in, and what they did. */
export const AccessPage = () => {
  const refusal = useRefusal('auditLog');
  return (
    <Page title="Access">
      {refusal ? (
        <p className="rounded-md border bg-surface px-3 py-4 text-sm text-muted">Tokens and the audit log are for admins. {refusal}</p>
      ) : (
        <>
          <Tokens />
          <People />
          <AuditLog />
        </>
      )}
    </Page>
  );
};
