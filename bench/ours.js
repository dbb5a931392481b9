import { setTimeout as pause } from 'node:timers/promises';
import { Cache, RedisTier } from '#cache';

/** Before every key of ours in Redis. */
export const PREFIX = 'ours:';

/** A cache of ours with its far tier reached. */
export async function withRedis(url, options) {
  const cache = new Cache({ far: new RedisTier({ url, prefix: PREFIX, onError: () => {} }), ...options });
  while (!(await cache.farAnswers())) await pause(10);
  return cache;
}
