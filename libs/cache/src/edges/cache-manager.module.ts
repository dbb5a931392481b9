import { CACHE_MANAGER, Cache as CacheManager } from '@nestjs/cache-manager';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Cache } from '../cache.js';
import { Clock } from '../clock.js';
import { cacheManagerOn, type CacheManagerOptions } from './cache-manager.js';

/**
 * Makes the stock `CACHE_MANAGER` injectable everywhere, on the tiers of `CacheModule`. Stands apart from it, so that who has no use for
 * the stock cache need not install it.
 */
@Global()
@Module({
  providers: [
    {
      provide: CACHE_MANAGER,
      inject: [Cache, Clock],
      useFactory: (cache: Cache, clock: Clock) => cacheManagerOn(cache, clock),
    },
    { provide: CacheManager, useExisting: CACHE_MANAGER },
  ],
  exports: [CACHE_MANAGER, CacheManager],
})
export class CacheManagerModule {
  /** The same with what the stock `CacheModule.register` is given: a lifetime and a threshold for all who say nothing else. */
  static with(options: CacheManagerOptions): DynamicModule {
    const useFactory = (cache: Cache, clock: Clock) => cacheManagerOn(cache, clock, options);
    return { module: CacheManagerModule, providers: [{ provide: CACHE_MANAGER, inject: [Cache, Clock], useFactory }] };
  }
}
