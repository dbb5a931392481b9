/** SQLSTATE classes that say "not now": connection (08), resources (53), operator (57), system (58), serialization (40). */
const PASSING_CLASSES = new Set(['08', '40', '53', '57', '58']);
const NETWORK_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN']);
/** Within classes that are else about what was asked: nothing can be written, or somebody else holds what is wanted. */
const PASSING_STATES = new Set(['25006', '55P03']);

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
    if (PASSING_STATES.has(state) || NETWORK_CODES.has(state) || PASSING_CLASSES.has(state.slice(0, 2))) return true;
  }
  return isSilent(error) || says(error, /connection terminated|timeout exceeded when trying to connect/i);
}

/** True when a query was sent and nothing came back in time: nobody knows whether it is still being worked at. */
export function isSilent(error: unknown): boolean {
  return says(error, /query read timeout/i);
}

function says(error: unknown, words: RegExp): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if (words.test(at.message)) return true;
  return false;
}
