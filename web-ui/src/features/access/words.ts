import type { ResultOf } from '@/shared/api/graphql';
import type { Access_Audit } from './AuditLog';

export type AuditEntry = ResultOf<typeof Access_Audit>['auditLog']['items'][number];

const DEEDS: Record<string, string> = {
  LOGIN: 'Logged in',
  LOGOUT: 'Logged out',
  READ_TRANSCRIPT: 'Read a transcript',
  READ_PROMPTS: 'Read prompts',
};

const WAYS: Record<AuditEntry['authentication'], string> = {
  ACCESS_TOKEN: 'access token',
  API_TOKEN: 'API token',
  OIDC_SESSION: 'single sign-on',
  OIDC_BEARER: 'single sign-on, a program',
};

/** "updateCard" as "Update card"; what is no operation stays as it is. */
export function deed(operation: string): string {
  const known = DEEDS[operation];
  if (known) return known;
  if (!/^[a-z]\w*$/i.test(operation)) return operation;
  const words = operation.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const way = (entry: Pick<AuditEntry, 'authentication'>): string => WAYS[entry.authentication];

/** What became of it, for people. */
export function outcome(result: string | null): string {
  if (result === null) return 'no result: it is under way, or the server died meanwhile';
  if (result === 'OK') return 'done';
  return result === 'FORBIDDEN' ? 'not allowed' : `refused: ${result.toLowerCase().replaceAll('_', ' ')}`;
}
