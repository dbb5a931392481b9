import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Cache, defineRegion, defineTag, hours, minutes, RedisTier, seconds, under, type CacheOptions } from '#cache';
import { TestClock } from '#cache/testing';
import { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';

const DEADLINE_MS = 50;

const pantryTag = defineTag<[userId: number]>('pantry');
const pantries = defineRegion<{ userId: number }, unknown>({
  name: 'pantry',
  version: 1,
  freshFor: hours(1),
  staleIfErrorFor: minutes(30),
  key: ({ userId }) => [userId],
  tags: ({ userId }) => [pantryTag(userId)],
  keysUnder: [under(pantryTag, (userId) => [{ userId }])],
});

/** A cache on a real Redis, as an instance of the program has one, and the source it reads from. */
class Instance {
  readonly cache: Cache;
  readonly errors: unknown[] = [];
  asked = 0;

  constructor(
    redis: RedisServer,
    readonly clock: TestClock,
    private readonly source: { value: unknown },
    options: Partial<CacheOptions> = {},
  ) {
    const far = new RedisTier({ url: redis.url, prefix: '', onError: (error) => this.errors.push(error) });
    this.cache = new Cache({ clock, random: () => 0.5, far, deadlineMs: DEADLINE_MS, ...options });
  }

  fetch(userId: number) {
    return this.cache.fetch(pantries, { userId }, async () => {
      this.asked += 1;
      return this.source.value;
    });
  }

  async read(userId: number): Promise<unknown> {
    return (await this.fetch(userId)).value;
  }

  change(userId: number, value: unknown): Promise<void> {
    this.source.value = value;
    return this.cache.invalidate(pantryTag(userId));
  }

  /** Time passes until Redis answers again: the breaker tries once in a while. */
  async answers(): Promise<this> {
    await until('Redis answers', () => {
      this.clock.advance(seconds(1));
      return this.cache.farAnswers();
    });
    return this;
  }

  get counts() {
    return this.cache.counts.get('pantry');
  }
}

let redis: RedisServer;
let clock: TestClock;
let source: { value: unknown };
const instances: Instance[] = [];

beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  await redis.restart();
  clock = new TestClock();
  source = { value: 'first' };
});
afterEach(async () => {
  await redis.thaw();
  await Promise.all(instances.splice(0).map(({ cache }) => cache.close()));
});

function anInstance(options?: Partial<CacheOptions>): Instance {
  const instance = new Instance(redis, clock, source, options);
  instances.push(instance);
  return instance;
}

const connected = (options?: Partial<CacheOptions>) => anInstance(options).answers();

async function aPair(): Promise<[Instance, Instance]> {
  const pair: [Instance, Instance] = [await connected(), await connected()];
  await until('both listen', async () => String(await redis.cli('pubsub', 'numsub', 'cache:dropped')).endsWith(',2'));
  return pair;
}

/** The answer, unless it takes longer than a timer of this process that was set for `ms` when the question was asked. */
async function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  const late = pause(ms).then(async () => {
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
    throw new Error(`still no answer after ${ms} ms`);
  });
  return Promise.race([answer, late]);
}

describe('without Redis', () => {
  const losses: [string, { lose: () => Promise<void>; heal: () => Promise<void> }][] = [
    ['stopped', { lose: () => redis.stop(), heal: () => redis.restart() }],
    ['killed', { lose: () => redis.kill(), heal: () => redis.restart() }],
    ['hanging', { lose: () => redis.freeze(), heal: () => redis.thaw() }],
  ];

  it.each(losses)(
    'that is %s, every read is answered in time, and soon without asking it',
    async (_, { lose, heal }) => {
      const one = await connected();
      await one.read(1);
      await lose();

      for (let userId = 100; userId < 120; userId += 1) {
        expect(await within(DEADLINE_MS + 25, one.read(userId))).toBe('first');
      }
      expect(one.cache.far?.breaker).toBe('open');
      expect(one.asked).toBe(21);

      await heal();
      await one.answers();
      await one.read(200);
      expect((await (await connected()).fetch(200)).from).toBe('redis');
    },
  );

  it.each(losses)('that is %s, a change is seen by the next reader and never undone', async (_, { lose, heal }) => {
    const [one, two] = await aPair();
    await one.read(7);
    await two.read(7);
    await lose();
    await within(DEADLINE_MS + 25, one.change(7, 'second'));
    expect(await one.read(7)).toBe('second');

    await heal();
    await one.answers();
    await two.answers();
    for (const instance of [one, two, await connected()]) expect(await instance.read(7)).toBe('second');
    expect(one.cache.far?.owed).toBe(0);
  });

  it('at the start, it is used as soon as it is there', async () => {
    await redis.stop();
    const one = anInstance();
    expect(await within(DEADLINE_MS + 25, one.read(7))).toBe('first');

    await redis.restart();
    await one.answers();
    clock.advance(seconds(1));
    await one.read(8);
    expect(await redis.cli('exists', 'pantry:8')).toBe(1);
  });

  it('a thousand readers of one key ask the source once', async () => {
    const one = await connected();
    await redis.freeze();
    const answers = await Promise.all(Array.from({ length: 1000 }, () => one.read(7)));
    expect(new Set(answers)).toEqual(new Set(['first']));
    expect(one.asked).toBe(1);
  });

  it('operators hear once that it is lost and once that it is back', async () => {
    const one = await connected();
    const said: string[] = [];
    one.cache.events.on('far', ({ state }) => said.push(state));
    await redis.stop();
    for (let userId = 0; userId < 50; userId += 1) await one.read(userId);
    await redis.restart();
    await one.answers();
    expect([said[0], said.at(-1)]).toEqual(['open', 'closed']);
    expect(said.filter((state) => state === 'closed')).toHaveLength(1);
  });
});

describe('a Redis that lost everything', () => {
  it.each([
    ['by a crash', () => redis.restart()],
    ['by FLUSHALL', () => redis.cli('flushall')],
  ])('%s, never brings an old value back', async (_, lose) => {
    const [one, two] = await aPair();
    await one.read(7);
    await two.read(7);
    await lose();
    source.value = 'second';

    await one.answers();
    await two.answers();
    expect(await one.read(7)).toBe('second');
    expect(await two.read(7)).toBe('second');
  });

  it('by coming back with what it had saved earlier, brings no old value back with it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'prepsense-redis-'));
    await redis.restart('--dir', folder);
    const one = await connected();
    await one.read(7);
    await redis.cli('save');
    await one.change(7, 'second');
    await redis.restart('--dir', folder);
    await rm(folder, { recursive: true });

    await one.answers();
    expect(await one.read(7)).toBe('second');
  });
});

describe('a replica that takes over', () => {
  it('and keeps its connections counts as another server for those who were there before as well', async () => {
    const one = await connected();
    await redis.cli('replicaof', '127.0.0.1', '1');
    await redis.cli('replicaof', 'no', 'one');
    const two = await connected();

    let userId = 0;
    await until('what one leaves there the other finds', async () => {
      userId += 1;
      await one.read(userId);
      return (await two.fetch(userId)).from === 'redis';
    });
  });
});

describe('FLUSHALL under a crowd', () => {
  const HOT = 30;
  const hot = Array.from({ length: HOT }, (_, userId) => userId);

  it('has each thing asked of its source once, whoever wants it, and answered in time', async () => {
    const [one, two] = await aPair();
    for (const instance of [one, two]) await Promise.all(hot.map((userId) => instance.read(userId)));
    const before = one.asked + two.asked;
    await redis.cli('flushall');
    source.value = 'second';
    clock.advance(seconds(1));

    const crowd = [one, two].flatMap((instance) =>
      Array.from({ length: 20 }, () => hot.map((userId) => instance.read(userId))).flat(),
    );
    expect(new Set(await Promise.all(crowd))).toEqual(new Set(['second']));
    expect(one.asked + two.asked - before).toBeGreaterThanOrEqual(HOT);
    expect(one.asked + two.asked - before).toBeLessThanOrEqual(2 * HOT);
  });
});

describe('a Redis that does not know who comes', () => {
  it('is named in what operators are told, and the password is not', async () => {
    const errors: unknown[] = [];
    await redis.restart('--requirepass', 'open-sesame');
    const url = redis.url.replace('//', '//:a-wrong-word@');
    const far = new RedisTier({ url, prefix: '', onError: (error) => errors.push(error) });
    const cache = new Cache({ clock, far, deadlineMs: DEADLINE_MS });
    await until('it was refused', () => errors.length > 1);
    expect(await cache.read(pantries, { userId: 7 }, async () => 'own')).toBe('own');
    await cache.close();
    const said = errors.map((error) => inspect(error, { depth: 10 })).join();
    expect(said).toContain('WRONGPASS');
    expect(said).not.toMatch(/a-wrong-word|open-sesame/);
  });
});

describe('an entry in Redis that is not ours', () => {
  const key = 'pantry:7';
  const bytesOf = async (name: string) => Buffer.from(String(await redis.cli('get', name)));
  const put = (bytes: Buffer | string) => redis.cli('set', key, bytes, 'keepttl');
  const flipped = (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -40), Buffer.from('~'), bytes.subarray(-39)]);

  const faults: [string, () => Promise<unknown>, { corrupt: number }][] = [
    ['is garbage', () => put('\0\xFFnot ours at all}'), { corrupt: 1 }],
    ['is empty', () => put(''), { corrupt: 1 }],
    ['was cut short', async () => put((await bytesOf(key)).subarray(0, 100)), { corrupt: 1 }],
    ['has a changed byte', async () => put(flipped(await bytesOf(key))), { corrupt: 1 }],
    ['was copied from another user', () => redis.cli('copy', 'pantry:8', key, 'replace'), { corrupt: 1 }],
    ['is a list', async () => [await redis.cli('del', key), await redis.cli('rpush', key, 'a')], { corrupt: 1 }],
  ];

  it.each(faults)('because it %s is a miss, counted, and replaced', async (_, spoil, { corrupt }) => {
    const one = await connected();
    await one.read(7);
    source.value = "somebody else's";
    await one.read(8);
    source.value = 'second';
    await spoil();

    const two = await connected();
    expect(await two.read(7)).toBe('second');
    expect(two.counts).toMatchObject({ misses: 1, corrupt });
    const healed = await (await connected()).fetch(7);
    expect([healed.value, healed.from]).toEqual(['second', 'redis']);
  });

  it('because it has the shape of another version is a miss, in both directions', async () => {
    const newer = defineRegion({ ...pantries.options, version: 2 });
    const one = await connected();
    const two = await connected();
    await one.read(7);
    expect(await two.cache.read(newer, { userId: 7 }, async () => ({ shape: 2 }))).toEqual({ shape: 2 });
    expect(await (await connected()).read(7)).toBe('first');
  });
});

describe('a Redis that takes no writes', () => {
  const states: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
    [
      'because it became a replica',
      () => redis.cli('replicaof', '127.0.0.1', '1'),
      () => redis.cli('replicaof', 'no', 'one'),
    ],
    [
      'because its memory is full',
      () => redis.cli('config', 'set', 'maxmemory', '1mb'),
      () => redis.cli('config', 'set', 'maxmemory', '0'),
    ],
  ];

  it.each(states)('%s, still gives what it holds, and no old value after a change', async (_, break_, heal) => {
    const [one, two] = await aPair();
    await one.read(7);
    await one.read(8);
    await break_();
    expect((await two.fetch(8)).from).toBe('redis');
    expect(await one.read(9)).toBe('first');
    await one.change(7, 'second');
    expect(await one.read(7)).toBe('second');

    await heal();
    await one.answers();
    await two.answers();
    for (const instance of [one, two, await connected()]) expect(await instance.read(7)).toBe('second');
  });

  it('because its memory is full, still takes invalidations, however many reads it could not store', async () => {
    const [one, two] = await aPair();
    await one.read(7);
    await two.read(7);
    await redis.cli('config', 'set', 'maxmemory', '1mb');
    await Promise.all(Array.from({ length: 50 }, (_, id) => one.read(100 + id)));

    await one.change(7, 'second');
    await until('the old entry is gone', async () => {
      clock.advance(seconds(1));
      return (await redis.cli('exists', 'pantry:7')) === 0;
    });
    await until('the other has heard', async () => (await two.read(7)) === 'second');
  });
});

describe('two instances', () => {
  it("see each other's changes by message, without time passing", async () => {
    const [one, two] = await aPair();
    await one.read(7);
    await two.read(7);
    await one.change(7, 'second');
    await until('the other has heard', async () => (await two.read(7)) === 'second');
  });

  it('see them within the trust window when the message is lost', async () => {
    const [one, two] = await aPair();
    await one.read(7);
    await two.read(7);
    await redis.cli('client', 'kill', 'type', 'pubsub');
    await one.change(7, 'second');

    clock.advance(seconds(1));
    expect(await two.read(7)).toBe('second');
  });

  it('hear of changes again after their line was cut', async () => {
    const [one, two] = await aPair();
    await redis.cli('client', 'kill', 'type', 'pubsub');
    await until('both listen', async () => String(await redis.cli('pubsub', 'numsub', 'cache:dropped')).endsWith(',2'));
    await one.read(7);
    await two.read(7);
    await one.change(7, 'second');
    await until('the other has heard', async () => (await two.read(7)) === 'second');
  });

  it('are not behind for good when the one that could not announce its change falls silent', async () => {
    const [one, two] = await aPair();
    await one.read(7);
    await redis.cli('replicaof', '127.0.0.1', '1');
    await one.change(7, 'second');
    await redis.cli('replicaof', 'no', 'one');

    const sees = async () => {
      clock.advance(seconds(1));
      return (await two.read(7)) === 'second';
    };
    await until('the other sees it', sees);
  });
});

describe('what lies in Redis', () => {
  it('is named and written so that a person can read it, and passes by itself', async () => {
    const one = await connected();
    source.value = { items: [{ name: 'egg', expiresOn: null }] };
    await one.read(7);

    expect(JSON.parse(String(await redis.cli('get', 'pantry:7')))).toMatchObject({
      key: 'pantry:7',
      value: source.value,
    });
    const left = Number(await redis.cli('pttl', 'pantry:7'));
    expect(left).toBeLessThanOrEqual(hours(1).ms);
    expect(left).toBeGreaterThan(hours(0.9).ms);
    for (const name of (await redis.cli('keys', '*')) as string[]) {
      expect([name, Number(await redis.cli('pttl', name)) > 0]).toEqual([name, true]);
    }
  });

  it('is never searched through', async () => {
    const [one, two] = await aPair();
    for (let userId = 0; userId < 20; userId += 1) await one.read(userId);
    await two.read(7);
    await one.change(7, 'second');
    await one.cache.forget(pantries, { userId: 8 });
    await one.cache.clear(pantries);
    await one.cache.farReport();
    const used = [...String(await redis.cli('info', 'commandstats')).matchAll(/cmdstat_(\w+):/g)].map(
      ([, name]) => name,
    );
    expect(used).toContain('unlink');
    for (const name of ['keys', 'scan', 'sscan', 'smembers', 'flushall', 'flushdb']) expect(used).not.toContain(name);
  });
});

describe('closing', () => {
  const open = () => process.getActiveResourcesInfo().filter((name) => /TCP|Timeout/.test(name)).length;

  it.each([
    ['a connected cache', () => connected()],
    [
      'a cache that never found its Redis',
      async () => {
        await redis.stop();
        const instance = anInstance();
        await until('it has tried', () => instance.errors.length > 0);
        return instance;
      },
    ],
  ])('%s leaves nothing open', async (_, start) => {
    const before = open();
    const { cache } = await start();
    await cache.close();
    instances.pop();
    await until('all is let go', () => open() <= before);
  });
});
