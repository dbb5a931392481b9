/** Stable names of what can go wrong; a message says the thing and, where known, the cure. */
export type CacheErrorCode =
  | 'DURATION_INVALID'
  | 'KEY_INVALID'
  | 'TAG_INVALID'
  | 'REGION_INVALID'
  | 'REGION_TWICE'
  | 'VALUE_NOT_STORABLE'
  | 'VALUE_TOO_LARGE'
  | 'LOAD_INVALID'
  | 'LOAD_TIMED_OUT'
  | 'FAR_DEADLINE'
  | 'FAR_UNAVAILABLE'
  | 'POLICY_INVALID'
  | 'INPUT_UNDECLARED'
  | 'MEMO_INVALID'
  | 'OPTIONS_INVALID';

/** Every error of the library itself. Errors of a loader pass through untouched. */
export class CacheError extends Error {
  constructor(
    readonly code: CacheErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'CacheError';
  }
}
