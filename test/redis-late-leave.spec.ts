import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Cache, defineRegion, hours, RedisTier } from '#cache';
import { FaultProxy } from './harness/fault-proxy.js';
import type { Link } from './harness/link.js';
import { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';
import { RunningClock } from './running-clock.js';

const DEADLINE_MS = 50;
/** Less than leave lives by itself. */
const SOON_MS = 3000;

const pantries = defineRegion<number, string>({
  name: 'pantry',
  version: 1,
  freshFor: hours(1),
  key: (userId) => [userId],
});

let redis: RedisServer;
let proxy: FaultProxy;
let cache: Cache;
beforeEach(async () => {
  redis = await RedisServer.start();
  proxy = await FaultProxy.before(redis.port);
  const far = new RedisTier({ url: proxy.url, prefix: '', onError: () => undefined });
  cache = new Cache({ clock: new RunningClock(), far, deadlineMs: DEADLINE_MS });
  await until('Redis answers', () => cache.farAnswers());
});
afterEach(async () => {
  await cache.close();
  await proxy.close();
  await redis.stop();
});

const leases = async () => (await redis.cli('keys', 'lease:*')) as string[];

it('leave that Redis grants after the deadline keeps nobody else from loading', async () => {
  const asked = new Set<Link>();
  let granted = 0;
  proxy.inflict({
    request: (bytes, link) => {
      if (bytes.includes('lease:') && bytes.includes('NX')) asked.add(link);
      link.server.write(bytes);
    },
    reply: (bytes, link) => {
      const isLate = asked.delete(link);
      granted += isLate ? 1 : 0;
      link.deliver(bytes, isLate ? performance.now() + 3 * DEADLINE_MS : 0);
    },
  });

  let bring: (value: string) => void = () => undefined;
  const load = new Promise<string>((resolve) => (bring = resolve));
  const answer = cache.read(pantries, 7, () => load);
  await until('it was granted', () => granted > 0);
  expect(await leases()).toHaveLength(1);
  await until('it is given back while the load goes on', async () => (await leases()).length === 0, SOON_MS);
  bring('egg');
  expect(await answer).toBe('egg');
});
