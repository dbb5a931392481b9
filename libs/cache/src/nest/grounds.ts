import type { AbstractHttpAdapter } from '@nestjs/core';
import type { Cache } from '../cache.js';
import type { Clock } from '../clock.js';
import type { Forms } from '../http/forms.js';
import type { ReadyReplies } from '../http/ready-replies.js';
import type { CacheModuleOptions } from './cache.module-options.js';
import type { Seen } from './seen.js';

/** What both ways to an answer need. */
export interface Grounds {
  readonly cache: Cache;
  readonly clock: Clock;
  readonly forms: Forms;
  readonly ready: ReadyReplies;
  readonly adapter: AbstractHttpAdapter;
  readonly options: CacheModuleOptions;
  readonly seen: Seen;
}
