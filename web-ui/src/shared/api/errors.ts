import type { CombinedError } from 'urql';

/** What the server refused, or that it could not be reached. The message says what to do. */
export class ServerError extends Error {
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
    this.name = 'ServerError';
  }

  get signedOut(): boolean {
    return this.code === 'UNAUTHENTICATED';
  }

  /** A fault of the server or on the way to it, so asking again may help. Everything else is a refusal. */
  get mayPass(): boolean {
    return this.code === 'INTERNAL' || this.code === 'UNREACHABLE';
  }
}

const UNREACHABLE = 'The server cannot be reached. Look whether it runs; nothing you typed is lost.';

interface GraphQlFault {
  message: string;
  extensions?: Record<string, unknown> | undefined;
}

export function fromGraphQl(errors: readonly GraphQlFault[]): ServerError {
  const first = errors[0];
  const code = first?.extensions?.code;
  return new ServerError(first?.message ?? 'The server refused without a reason.', typeof code === 'string' ? code : 'INTERNAL');
}

export function toServerError(error: CombinedError): ServerError {
  if (error.graphQLErrors.length > 0) return fromGraphQl(error.graphQLErrors);
  const status = (error.response as Response | undefined)?.status;
  if (status === 401) return new ServerError('You are not logged in.', 'UNAUTHENTICATED');
  if (status) return new ServerError(`The server answered with status ${status}. Its log says more.`, 'INTERNAL');
  return new ServerError(UNREACHABLE, 'UNREACHABLE');
}

/** The words for a person, whatever was thrown. */
export function explain(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
