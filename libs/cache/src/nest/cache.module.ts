import { CACHE_MANAGER, Cache as CacheManager } from '@nestjs/cache-manager';
import {
  Logger,
  Module,
  type DynamicModule,
  type InjectionToken,
  type OnApplicationShutdown,
  type OptionalFactoryDependency,
} from '@nestjs/common';
import { Cache } from '../cache.js';
import { Clock, SystemClock } from '../clock.js';
import type { AnyRegion } from '../region.js';
import { CacheModuleOptions } from './cache.module-options.js';
import { cacheManagerOn } from './cache-manager.js';

export interface CacheModuleAsyncOptions<A extends unknown[]> {
  readonly inject?: (InjectionToken | OptionalFactoryDependency)[];
  readonly useFactory: (...args: A) => Partial<CacheModuleOptions> | Promise<Partial<CacheModuleOptions>>;
}

/**
 * Makes `Cache`, `Clock` and the stock `CACHE_MANAGER` injectable everywhere, all on the same tiers. Says once in the log when the
 * far tier is lost and once when it is back.
 */
@Module({})
export class CacheModule implements OnApplicationShutdown {
  readonly #logger = new Logger(CacheModule.name);

  constructor(private readonly cache: Cache) {
    let lost = false;
    cache.events.on('far', ({ state, failures, cause }) => {
      if (lost === (state !== 'closed')) return;
      lost = !lost;
      if (lost) this.#logger.warn({ failures, err: cause }, 'the far tier does not answer, going on without it');
      else this.#logger.log({ failures }, 'the far tier answers again');
    });
    cache.events.on('refreshFailed', ({ region, error }) =>
      this.#logger.warn({ region, err: error }, 'a refresh failed'),
    );
    cache.events.on('corrupt', ({ region, key }) => this.#logger.warn({ region, key }, 'removed a damaged entry'));
    cache.events.on('different', (event) =>
      this.#logger.warn(event, 'its source differs, and nobody announced a change'),
    );
    cache.events.on('notStored', (event) => this.#logger.warn(event, 'too large to be kept'));
  }

  static forRootAsync<A extends unknown[]>({ inject = [], useFactory }: CacheModuleAsyncOptions<A>): DynamicModule {
    return {
      module: CacheModule,
      global: true,
      providers: [
        {
          provide: CacheModuleOptions,
          inject,
          useFactory: async (...args: A) => new CacheModuleOptions(await useFactory(...args)),
        },
        {
          provide: Clock,
          inject: [CacheModuleOptions],
          useFactory: ({ cache }: CacheModuleOptions) => cache.clock ?? new SystemClock(),
        },
        {
          provide: Cache,
          inject: [CacheModuleOptions, Clock],
          useFactory: ({ cache }: CacheModuleOptions, clock: Clock) => new Cache({ ...cache, clock }),
        },
        { provide: CACHE_MANAGER, inject: [Cache, Clock], useFactory: cacheManagerOn },
        { provide: CacheManager, useExisting: CACHE_MANAGER },
      ],
      exports: [Cache, Clock, CacheModuleOptions, CACHE_MANAGER, CacheManager],
    };
  }

  /** Makes a feature's regions known at start, so that two of one name stop it and all are counted from the first day. */
  static forFeature(regions: readonly AnyRegion[]): DynamicModule {
    const token = Symbol('registered regions');
    return {
      module: CacheFeatureModule,
      providers: [
        {
          provide: token,
          inject: [Cache],
          useFactory: (cache: Cache) => regions.map((region) => cache.register(region)),
        },
      ],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.cache.close();
  }
}

/** One per feature that registers regions. */
@Module({})
class CacheFeatureModule {}
