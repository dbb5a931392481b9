import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import keyvTestSuite from '@keyv/test-suite';
import { Keyv } from 'keyv';
import { Cache, RedisTier, StockRegion, SystemClock, TieredStore } from '#cache';
import { aRedis, type SharedRedis } from './harness/redis-server.js';
import { until } from './harness/until.js';

/** The suite asks for vitest's `it`; ours passes what it uses of that. */
const runner = {
  it: (promise: string, run: (context: { expect: typeof expect }) => unknown) =>
    // oxlint-disable-next-line jest/valid-title -- it is the suite's own
    it(promise, async () => void (await run({ expect }))),
  beforeEach,
  afterEach,
} as unknown as Parameters<typeof keyvTestSuite>[0];

/**
 * Keyv's own suite, as it is published. Two of its parts do not apply: a compression is no store, and no tier is ever scanned, so
 * that there is nothing to iterate.
 */
describe.each(['memory', 'Redis'] as const)('a Keyv on our tiers, with the cache in %s', (where) => {
  const clock = new SystemClock();
  const region = new StockRegion('keyv');
  let redis: SharedRedis | undefined;
  let cache: Cache;

  beforeAll(async () => {
    if (where === 'Redis') redis = await aRedis();
    const far = redis && new RedisTier({ ...redis, onError: () => undefined });
    cache = new Cache({ clock, far, deadlineMs: 5000 });
    if (far) await until('Redis answers', () => cache.farAnswers());
  });
  afterAll(async () => {
    await cache.close();
    await redis?.stop();
  });

  keyvTestSuite(runner, Keyv, () => new TieredStore(cache, clock, region));

  it('keeps what two namespaces hold apart in one region', async () => {
    const [one, two] = ['one', 'two'].map(
      (namespace) => new Keyv({ store: new TieredStore(cache, clock, region), namespace }),
    );
    await one?.set('two:a', 1);
    await two?.set('a', 2);
    await one?.clear();
    expect([await one?.get('two:a'), await two?.get('a')]).toEqual([undefined, 2]);
  });
});
