export type OutsideErrorCode =
  /** Not asked: too many questions in this minute or at once, or it wants to be left alone for a while. */
  | 'OUTSIDE_LIMITED'
  /** Not asked: it failed too often lately. */
  | 'OUTSIDE_RESTING'
  /** Asked, and no answer in time. */
  | 'OUTSIDE_TIMED_OUT'
  /** Asked, and no answer that is one. */
  | 'OUTSIDE_FAILED';

interface OutsideErrorExtras {
  readonly cause?: unknown;
  /** For how long the service wants to be left alone. */
  readonly restMs?: number;
}

/** A service of others gave nothing. Its cause stays with us: it may tell of addresses. */
export class OutsideError extends Error {
  readonly restMs: number | undefined;

  constructor(
    readonly code: OutsideErrorCode,
    message: string,
    { cause, restMs }: OutsideErrorExtras = {},
  ) {
    super(message, { cause });
    this.restMs = restMs;
  }
}

/** What went wrong in a word or two that hold no address, key or text of the service: a status, a code of the network, else a name. */
export function causeInWords(error: unknown): string {
  if (!(error instanceof Error)) return 'no error';
  const { status, code, cause } = error as {
    readonly status?: unknown;
    readonly code?: unknown;
    readonly cause?: unknown;
  };
  if (typeof status === 'number') return `status ${status}`;
  if (typeof code === 'string') return code;
  return cause instanceof Error ? causeInWords(cause) : error.constructor.name;
}
