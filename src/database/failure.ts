/** SQLSTATE classes that say "not now": connection (08), resources (53), operator (57), system (58), serialization (40). */
const PASSING_CLASSES = new Set(['08', '40', '53', '57', '58']);
const NETWORK_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN']);
const READ_ONLY = '25006';

/** The SQLSTATE (or the network's code) of a failed query, from wherever in the chain of causes it stands. */
function sqlStateOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return undefined;
}

/** True when the query may well succeed later: the database is away, restarting, full or read only. */
export function isDatabaseAway(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state !== undefined) {
    if (state === READ_ONLY || NETWORK_CODES.has(state) || PASSING_CLASSES.has(state.slice(0, 2))) return true;
  }
  for (let at = error; at instanceof Error; at = at.cause) {
    if (/connection terminated|timeout exceeded when trying to connect|query read timeout/i.test(at.message))
      return true;
  }
  return false;
}
