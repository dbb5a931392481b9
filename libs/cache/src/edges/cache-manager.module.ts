import { CACHE_MANAGER, Cache as CacheManager } from '@nestjs/cache-manager';
import { Global, Module } from '@nestjs/common';
import { Cache } from '../cache.js';
import { Clock } from '../clock.js';
import { cacheManagerOn } from './cache-manager.js';

/**
 * Makes the stock `CACHE_MANAGER` injectable everywhere, on the tiers of `CacheModule`. Stands apart from it, so that who has no use for
 * the stock cache need not install it.
 */
@Global()
@Module({
  providers: [
    { provide: CACHE_MANAGER, inject: [Cache, Clock], useFactory: cacheManagerOn },
    { provide: CacheManager, useExisting: CACHE_MANAGER },
  ],
  exports: [CACHE_MANAGER, CacheManager],
})
export class CacheManagerModule {}
