import type { CacheOptions } from '../cache.options.js';
import type { FormsOptions } from '../http/forms.js';
import { cacheNameOf } from '../http/cache-status.js';

/** What the module is given. */
export class CacheModuleOptions {
  /** Everything that the cache itself takes. */
  readonly cache: CacheOptions;
  /** The name of this cache, as it stands in `Cache-Status`. */
  readonly name: string;
  /** How long clients may keep private answers without asking again, ms; 0: they ask each time. */
  readonly clientMaxAgeMs: number;
  /** A handler that reads what its key does not hold fails, rather than not to see it. Default: not in production. */
  readonly strict: boolean;
  /** Cached answers are sent compressed to who accepts that. Default: from 1 KiB on, with 16 MiB of room; `false`: never. */
  readonly compression: FormsOptions | false;

  constructor({
    cache = {},
    name = 'cache',
    clientMaxAgeMs = 0,
    strict = isInDevelopment(),
    compression = { fromBytes: 1024, maxBytes: 16 * 1024 * 1024 },
  }: Partial<CacheModuleOptions> = {}) {
    this.cache = cache;
    this.name = cacheNameOf(name);
    this.clientMaxAgeMs = clientMaxAgeMs;
    this.strict = strict;
    this.compression = compression;
  }
}

const isInDevelopment = () => process.env['NODE_ENV'] !== 'production';
