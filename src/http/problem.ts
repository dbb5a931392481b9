/** One thing wrong with the input, by RFC 6901 pointer into it. */
export interface FieldFault {
  readonly pointer: string;
  readonly detail: string;
}

/** The place of a member in what holds it, as a pointer. */
export function pointerTo(member: string, holder = ''): string {
  return `${holder}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

interface ProblemExtras {
  readonly errors?: readonly FieldFault[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** An answer that is an error (RFC 9457). Its code is stable: clients see it as `urn:prepsense:<code>`. */
export class Problem extends Error {
  readonly errors?: readonly FieldFault[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    { errors, headers = {}, cause }: ProblemExtras = {},
  ) {
    super(`${title}: ${detail}`, { cause });
    this.errors = errors;
    this.headers = headers;
  }

  /** What a client is told, as JSON; `instance` is the path that was asked for. */
  told(instance?: string): string {
    const { code, title, status, detail, errors } = this;
    return JSON.stringify({ type: `urn:prepsense:${code}`, title, status, detail, instance, errors });
  }
}

export const badInput = (detail: string, errors?: readonly FieldFault[]) =>
  new Problem(400, 'validation', 'The request is not valid', detail, { errors });

export const invalidFields = (errors: readonly FieldFault[]) => badInput('Some fields are not valid', errors);

export const unauthenticated = () =>
  new Problem(401, 'unauthenticated', 'Authentication is needed', 'Send a valid bearer token', {
    headers: { 'www-authenticate': 'Bearer' },
  });

export const forbidden = () =>
  new Problem(403, 'forbidden', 'Not allowed', 'This belongs to somebody else or needs another role');

export const notFound = (what: string) => new Problem(404, 'not-found', 'Not found', `${what} does not exist`);

export const isNotFound = (error: unknown) => error instanceof Problem && error.status === 404;

export const conflict = (code: string, detail: string) => new Problem(409, code, 'Conflict', detail);

export const preconditionFailed = () =>
  new Problem(
    412,
    'precondition-failed',
    'Changed meanwhile',
    'Read it again: it is not, or no longer, what the conditions of the request name',
  );

export const unprocessable = (code: string, detail: string, cause?: unknown) =>
  new Problem(422, code, 'Cannot be processed', detail, { cause });

export const unavailable = (detail: string, cause?: unknown) =>
  new Problem(503, 'unavailable', 'Not available now', detail, { headers: { 'retry-after': '2' }, cause });
