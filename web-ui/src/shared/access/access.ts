import { ask } from '@/shared/api/client';
import { graphql, type ResultOf } from '@/shared/api/graphql';
import { Value, useValue } from '@/shared/feed/value';

const Access_Me = graphql(`query Access_Me { me { name role authentication expiresAt operations } }`);

export type Me = ResultOf<typeof Access_Me>['me'];
export type Role = Me['role'];

/** Who looks at this page, and what they may run; null until the server has said it. */
export const me = new Value<Me | null>(null);

export const useMe = (): Me | null => useValue(me);

/** Asks the server who we are. It renews a session that can be renewed. Throws a ServerError. */
export async function loadMe(): Promise<Me> {
  const { me: now } = await ask(Access_Me, {});
  if (JSON.stringify(now) !== JSON.stringify(me.get())) me.set(now);
  return now;
}

export const roleName = (role: Role): string => role.toLowerCase();

/** Why somebody may not run an operation, or null. The server decides in the end; this spares them the attempt. */
export function refusalFor(who: Me | null, operation: string | undefined): string | null {
  if (!who || !operation || who.operations.includes(operation)) return null;
  return `Your role, ${roleName(who.role)}, does not allow this. Ask an admin.`;
}

export const useRefusal = (operation: string | undefined): string | null => refusalFor(useMe(), operation);

/** Logs out, and leaves the page. */
export async function logOut(): Promise<void> {
  const answer = await fetch('/logout', { method: 'POST', credentials: 'same-origin', headers: { accept: 'application/json' } });
  const { location } = answer.ok ? ((await answer.json()) as { location: string }) : { location: '/' };
  window.location.assign(location);
}
