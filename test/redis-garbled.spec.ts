import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Cache, defineRegion, hours, RedisTier, seconds } from '#cache';
import { FaultProxy } from './harness/fault-proxy.js';
import { corrupted } from './harness/link-faults.js';
import { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';
import { aRandom } from './random.js';
import { RunningClock } from './running-clock.js';

const GARBLED = 2000;
const USERS = 50;

interface Pantry {
  readonly userId: number;
  readonly items: readonly string[];
}
/** Nothing is held here, so that each read is one reply. */
const pantries = defineRegion<number, Pantry>({
  name: 'pantry',
  version: 1,
  freshFor: hours(1),
  tiers: 'far',
  key: (userId) => [userId],
});
const pantryOf = (userId: number): Pantry => ({
  userId,
  items: Array.from({ length: 50 }, (_, item) => `the ${item}th thing of user ${userId}`),
});

let redis: RedisServer;
let proxy: FaultProxy;
beforeAll(async () => {
  redis = await RedisServer.start();
  proxy = await FaultProxy.before(redis.port);
});
afterAll(async () => {
  await proxy.close();
  await redis.stop();
});

const random = aRandom();
const below = (end: number) => Math.floor(random.next() * end);
const replies = { garbled: 0 };

/** Two bits of each entry change on the way; now and then of whatever else, so that the reader loses its place. */
function garble(reply: Buffer): Buffer {
  const isEntry = reply.includes('"region":"pantry"');
  if (!isEntry && random.next() > 0.005) return reply;
  replies.garbled += 1;
  const changed = Buffer.from(reply);
  for (let bit = 0; bit < 2; bit += 1) {
    // The last line of a reply says how long the entry lives; the first ones, how long what follows is.
    const at = isEntry && random.next() < 0.99 ? 100 + below(reply.length - 200) : below(reply.length);
    changed.writeUInt8(changed.readUInt8(at) ^ (1 << below(8)), at);
  }
  return changed;
}

/** One of those who read until so many replies were garbled; tells what it saw. */
class Reader {
  wrong = 0;
  readonly #clock = new RunningClock();
  readonly #cache = new Cache({
    clock: this.#clock,
    far: new RedisTier({ url: proxy.url, prefix: '', onError: () => undefined }),
  });

  async read(): Promise<void> {
    while (replies.garbled < GARBLED) {
      if (this.#cache.far?.breaker !== 'closed') await this.#answers();
      const userId = below(USERS);
      const value = await this.#cache.read(pantries, userId, async () => pantryOf(userId));
      if (JSON.stringify(value) !== JSON.stringify(pantryOf(userId))) this.wrong += 1;
    }
    await this.#cache.close();
  }

  get corrupt(): number {
    return this.#cache.counts.get('pantry')?.corrupt ?? 0;
  }

  #answers() {
    return until('Redis answers', () => {
      this.#clock.advance(seconds(1));
      return this.#cache.farAnswers();
    });
  }
}

it(`of ${GARBLED} replies with changed bits none becomes a wrong value (SEED=${random.seed})`, async () => {
  proxy.inflict(corrupted(garble));
  const readers = Array.from({ length: 8 }, () => new Reader());
  await Promise.all(readers.map((reader) => reader.read()));
  const sumOf = (what: 'wrong' | 'corrupt') => readers.reduce((sum, reader) => sum + reader[what], 0);
  expect(sumOf('wrong')).toBe(0);
  expect(sumOf('corrupt')).toBeGreaterThan(GARBLED / 2);
}, 120_000);
