import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Cache, defineRegion, defineTag, hours, RedisTier } from '#cache';
import { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';

/** `OUTAGE_OPERATIONS` in the environment sets another number. */
const OPERATIONS = Number(process.env.OUTAGE_OPERATIONS ?? 500_000);
const AT_ONCE = 1000;
const KNOWN = 1000;
const MEGABYTE = 1024 * 1024;
/** What memory may hold of values, and by how much the heap may differ without anybody keeping anything. */
const NEAR_BYTES = 2 * MEGABYTE;
const MARGIN_BYTES = 4 * MEGABYTE;

const shelfTag = defineTag<[id: number]>('shelf');
const shelves = defineRegion<number, { id: number }>({
  name: 'shelves',
  version: 1,
  freshFor: hours(1),
  key: (id) => [id],
  tags: (id) => [shelfTag(id)],
});

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
function heldBytes(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(() => redis.stop());

const losses: [string, () => Promise<void>][] = [
  ['gone', () => redis.stop()],
  ['hanging', () => redis.freeze()],
];

it.each(losses)(
  `${OPERATIONS} operations while Redis is %s leave nothing behind in this process`,
  async (_, lose) => {
    await redis.restart();
    const far = new RedisTier({ url: redis.url, prefix: '', onError: () => undefined });
    const cache = new Cache({ far, maxBytes: NEAR_BYTES });
    await until('Redis answers', () => cache.farAnswers());
    await lose();

    let last = KNOWN;
    const read = (id: number) => cache.read(shelves, id, async () => ({ id }));
    const known = async () => void (await read(Math.floor(Math.random() * KNOWN)));
    const kinds: (() => Promise<void>)[] = [
      async () => void (await read((last += 1))),
      () => cache.invalidate(shelfTag((last += 1))),
      () => cache.invalidate(shelfTag(last % KNOWN)),
      ...Array.from({ length: 5 }, () => known),
    ];
    const work = async (operations: number) => {
      for (let done = 0; done < operations; done += AT_ONCE) {
        await Promise.all(Array.from({ length: AT_ONCE }, (_value, index) => (kinds[index % kinds.length] ?? known)()));
      }
    };

    await work(OPERATIONS / 10);
    const before = heldBytes();
    await work(OPERATIONS);
    expect(heldBytes() - before).toBeLessThan(MARGIN_BYTES);
    expect(cache.far?.owed).toBeLessThanOrEqual(10_000);
    await cache.close();
  },
  120_000,
);
