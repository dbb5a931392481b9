import type { CacheOptions } from '../cache.options.js';
import { cacheNameOf } from '../http/cache-status.js';

/** What the module is given. */
export class CacheModuleOptions {
  /** Everything that the cache itself takes. */
  readonly cache: CacheOptions;
  /** The name of this cache, as it stands in `Cache-Status`. */
  readonly name: string;
  /** How long clients may keep private answers without asking again, ms; 0: they ask each time. */
  readonly clientMaxAgeMs: number;

  constructor({ cache = {}, name = 'cache', clientMaxAgeMs = 0 }: Partial<CacheModuleOptions> = {}) {
    this.cache = cache;
    this.name = cacheNameOf(name);
    this.clientMaxAgeMs = clientMaxAgeMs;
  }
}
