import { CacheError } from '../cache.error.js';
import type { ReadMode } from '../reading.js';
import type { Served } from '../served.js';

const TOKEN = /^[A-Za-z*][\w!#$%&'*+.^`|~:/-]*$/;
const PRINTABLE = /^[\x20-\x7e]*$/;

/** The name of a cache as it stands in `Cache-Status`: a token, or else a quoted string (RFC 9211 2). Throws where it can be neither. */
export function cacheNameOf(name: string): string {
  if (TOKEN.test(name)) return name;
  if (PRINTABLE.test(name)) return `"${name.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  throw new CacheError('OPTIONS_INVALID', `The cache's name ${JSON.stringify(name)} must be printable ASCII`);
}

/**
 * One member of `Cache-Status` (RFC 9211): how an answer was come by. `name` is as `cacheNameOf` gives it. The key is never told: it
 * would tell who somebody is.
 */
export function cacheStatusOf(name: string, served: Served<unknown>, mode: ReadMode): string {
  if (served.from !== 'load') return `${name}; hit; ttl=${Math.floor(served.ttlMs / 1000)}; detail=${served.from}`;
  return `${name}; fwd=${reasonOf(served, mode)}${served.stored ? '; stored' : ''}`;
}

/** Why the source was asked. */
function reasonOf({ outdated }: Served<unknown>, mode: ReadMode): string {
  if (mode === 'bypass') return 'bypass';
  if (mode === 'refresh') return 'request';
  return outdated ? 'stale' : 'miss';
}
