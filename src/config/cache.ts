import { Logger, type DynamicModule } from '@nestjs/common';
import { CacheManagerModule, CacheModule, RedisTier, type Clock } from '#cache';
import { Config } from './config.js';
import { softLimit } from './lifetimes.js';
import { redisPlace } from './redis.js';

/** The cache as the settings want it: in memory, and in Redis where there is one. */
export function cacheModule(clock?: Clock): DynamicModule {
  return CacheModule.forRootAsync({
    imports: [CacheManagerModule],
    inject: [Config],
    useFactory: (config: Config) => ({
      name: 'PrepSense',
      strict: config.NODE_ENV !== 'production',
      clientMaxAgeMs: config.CLIENT_MAX_AGE_SECONDS * 1000,
      cache: {
        clock,
        maxBytes: config.CACHE_MEMORY_MB * 1024 * 1024,
        deadlineMs: config.CACHE_FAR_DEADLINE_MS,
        trustMs: config.CACHE_TRUST_MS,
        softLimitMs: softLimit.ms,
        far: farTier(config),
        shadow: { share: config.CACHE_SHADOW_SHARE },
      },
    }),
  });
}

function farTier(config: Config): RedisTier | undefined {
  const place = redisPlace(config);
  if (place === undefined) return undefined;
  const logger = new Logger('Redis');
  return new RedisTier({
    ...place,
    prefix: config.CACHE_KEY_PREFIX,
    // Told at debug level: the guard says once that Redis is lost and once that it is back.
    onError: (error) => logger.debug({ err: error }, 'connection'),
  });
}
