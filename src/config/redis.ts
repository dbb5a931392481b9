import type { RedisPlace } from '#cache';
import type { Config } from './config.js';

/** Where the settings say that Redis is; undefined when there is none. */
export function redisPlace(config: Config): RedisPlace | undefined {
  const { REDIS_URL, REDIS_SENTINELS, REDIS_SENTINEL_NAME, REDIS_CLUSTER } = config;
  if (REDIS_CLUSTER !== undefined) return { cluster: { nodes: REDIS_CLUSTER.split(',') } };
  if (REDIS_SENTINELS !== undefined && REDIS_SENTINEL_NAME !== undefined) {
    return { sentinel: { name: REDIS_SENTINEL_NAME, nodes: REDIS_SENTINELS.split(','), master: REDIS_URL } };
  }
  return REDIS_URL === undefined ? undefined : { url: REDIS_URL };
}

/** The same for people; no user and no password. */
export function redisInWords(config: Config): string | undefined {
  const place = redisPlace(config);
  if (place === undefined) return undefined;
  if ('url' in place) return `Redis at ${hostsOf([place.url])}`;
  if ('cluster' in place) return `a Redis cluster at ${hostsOf(place.cluster.nodes)}`;
  return `the Redis ${place.sentinel.name} of the Sentinels at ${hostsOf(place.sentinel.nodes)}`;
}

function hostsOf(urls: readonly string[]): string {
  return urls.map((url) => new URL(url).host).join(', ');
}
