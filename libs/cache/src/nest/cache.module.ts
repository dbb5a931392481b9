import {
  Logger,
  Module,
  type DynamicModule,
  type InjectionToken,
  type ModuleMetadata,
  type OnApplicationShutdown,
  type OptionalFactoryDependency,
} from '@nestjs/common';
import { HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import { Cache } from '../cache.js';
import { Clock, SystemClock } from '../clock.js';
import type { AnyRegion } from '../region.js';
import { Forms, NEVER } from '../http/forms.js';
import { CacheModuleOptions } from './cache.module-options.js';
import { CachedHandlers } from './cached-handlers.js';
import { answerBeforeNest } from './short-way/before-nest.js';
import { OpenWays } from './short-way/open-ways.js';
import { ShortWays } from './short-way/short-ways.js';
import { prepareShortWays } from './short-way/take-short-way.js';

export interface CacheModuleAsyncOptions<A extends unknown[]> {
  /** What the factory needs, and what stands on the cache, such as `CacheManagerModule`. */
  readonly imports?: ModuleMetadata['imports'];
  readonly inject?: (InjectionToken | OptionalFactoryDependency)[];
  readonly useFactory: (...args: A) => Partial<CacheModuleOptions> | Promise<Partial<CacheModuleOptions>>;
}

/**
 * Makes `Cache` and `Clock` injectable everywhere. Says once in the log when the far tier is lost and once when it is back.
 */
@Module({})
export class CacheModule implements OnApplicationShutdown {
  readonly #logger = new Logger(CacheModule.name);

  constructor(
    private readonly cache: Cache,
    private readonly forms: Forms,
    modules: ModulesContainer,
    ways: OpenWays,
    host: HttpAdapterHost,
  ) {
    prepareShortWays(modules);
    host.init$.subscribe(() => answerBeforeNest(host.httpAdapter, ways));
    this.#tellOnce('far', 'the far tier does not answer, going on without it', 'the far tier answers again');
    this.#tellOnce('farWrites', 'the far tier takes nothing new', 'the far tier takes what is new again');
    cache.events.on('refreshFailed', ({ region, error }) =>
      this.#logger.warn({ region, err: error }, 'a refresh failed'),
    );
    cache.events.on('corrupt', ({ region, key }) => this.#logger.warn({ region, key }, 'removed a damaged entry'));
    cache.events.on('different', (event) =>
      this.#logger.warn(event, 'its source differs, and nobody announced a change'),
    );
    cache.events.on('notStored', (event) => this.#logger.warn(event, 'too large to be kept'));
  }

  static forRootAsync<A extends unknown[]>({
    imports,
    inject = [],
    useFactory,
  }: CacheModuleAsyncOptions<A>): DynamicModule {
    return {
      module: CacheModule,
      imports,
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
        {
          provide: Forms,
          inject: [CacheModuleOptions],
          useFactory: ({ compression }: CacheModuleOptions) =>
            new Forms(compression || NEVER, (err) =>
              new Logger(CacheModule.name).warn({ err }, 'nothing was compressed'),
            ),
        },
        CachedHandlers,
        ShortWays,
        OpenWays,
      ],
      exports: [Cache, Clock, CacheModuleOptions, Forms, ShortWays],
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
    await this.forms.settled();
  }

  #tellOnce(event: 'far' | 'farWrites', whenLost: string, whenBack: string): void {
    let lost = false;
    this.cache.events.on(event, ({ state, failures, cause }) => {
      if (lost === (state !== 'closed')) return;
      lost = !lost;
      if (lost) this.#logger.warn({ failures, err: cause }, whenLost);
      else this.#logger.log({ failures }, whenBack);
    });
  }
}

/** One per feature that registers regions. */
@Module({})
class CacheFeatureModule {}
