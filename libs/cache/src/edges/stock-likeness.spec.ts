import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createCache, type Cache as CacheManager } from 'cache-manager';
import { Keyv } from 'keyv';
import { Cache } from '../cache.js';
import { milliseconds, minutes } from '../duration.js';
import { TestClock } from '../testing/test.clock.js';
import { cacheManagerOn, type CacheManagerOptions } from './cache-manager.js';

const MINUTE = minutes(1).ms;

/** One manager with a clock, and a record of what its listeners were told. */
class Trial {
  readonly told: unknown[] = [];
  asked = 0;

  constructor(
    readonly manager: CacheManager,
    private readonly clock: TestClock,
  ) {
    for (const event of ['get', 'mget', 'set', 'mset', 'del', 'clear', 'refresh'] as const) {
      manager.on(event, (data?: unknown) => this.told.push([event, plain(data)]));
    }
  }

  readonly count = async () => (this.asked += 1);

  pass(ms: number): void {
    this.clock.advance(milliseconds(ms));
  }

  get now(): number {
    return this.clock.now();
  }

  /** What happens in the background has happened. */
  async rest(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  }
}

const plain = (data: unknown): unknown => {
  if (data instanceof Error) return data.message;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([name, member]) => [name, plain(member)]));
};

const rejection = (work: Promise<unknown>) =>
  work.catch((error: unknown) => (error instanceof Error ? error.message : error));

/** What was done with a manager, and all that came of it. */
type Script = (trial: Trial) => Promise<unknown>;

/** All that cache-manager's own documents promise of one store. */
const scripts: Record<string, Script> = {
  'set gives the value back, get gives what was set': async ({ manager }) => [
    await manager.set('a', { b: [1] }),
    await manager.get('a'),
  ],
  'get of what is not there is undefined': ({ manager }) => manager.get('never'),
  'falsy values are values': async ({ manager }) => {
    for (const value of [0, '', false, null]) await manager.set(String(value), value);
    return manager.mget(['0', '', 'false', 'null']);
  },
  'set with a lifetime ends': async (trial) => {
    await trial.manager.set('a', 1, MINUTE);
    trial.pass(MINUTE - 1);
    const before = await trial.manager.get('a');
    trial.pass(2);
    return [before, await trial.manager.get('a')];
  },
  'a lifetime of 0 is none': async (trial) => {
    await trial.manager.set('a', 1, 0);
    trial.pass(1000 * MINUTE);
    return [await trial.manager.get('a'), await trial.manager.ttl('a')];
  },
  'ttl is the instant of the end': async (trial) => {
    await trial.manager.set('a', 1, MINUTE);
    await trial.manager.set('b', 1);
    return [await trial.manager.ttl('a'), await trial.manager.ttl('b'), await trial.manager.ttl('c')];
  },
  'mset and mget keep the order': async ({ manager }) => [
    await manager.mset([
      { key: 'a', value: 1 },
      { key: 'b', value: 2, ttl: MINUTE },
    ]),
    await manager.mget(['b', 'never', 'a', 'b']),
    await manager.ttl('b'),
  ],
  'del, of what is there and of what is not': async ({ manager }) => {
    await manager.set('a', 1);
    return [await manager.del('a'), await manager.del('a'), await manager.get('a')];
  },
  'mdel leaves the others': async ({ manager }) => {
    await manager.mset(['a', 'b', 'c'].map((key) => ({ key, value: key })));
    return [await manager.mdel(['a', 'c', 'never']), await manager.mget(['a', 'b', 'c'])];
  },
  'clear leaves nothing': async ({ manager }) => {
    await manager.set('a', 1);
    return [await manager.clear(), await manager.get('a')];
  },
  'wrap asks once and keeps': async ({ manager, count }) => [
    await manager.wrap('a', count, MINUTE),
    await manager.wrap('a', count, MINUTE),
    await manager.get('a'),
    await manager.ttl('a'),
  ],
  'wrap takes functions that are not async': ({ manager }) => manager.wrap('a', () => 7),
  'wrap keeps falsy values': async ({ manager }) => {
    const answers = [];
    for (const value of [0, '', false, null]) {
      await manager.wrap(String(value), () => value);
      answers.push(await manager.wrap<unknown>(String(value), () => 'asked again'));
    }
    return answers;
  },
  'wrap asks again for undefined': async ({ manager, count }) => [
    await manager.wrap('a', () => undefined),
    await manager.wrap('a', count),
  ],
  'wrap asks once for all who wait': async ({ manager, count }) =>
    Promise.all(Array.from({ length: 20 }, () => manager.wrap('a', count))),
  'wrap asks again once it is over': async (trial) => {
    const { manager, count } = trial;
    const first = await manager.wrap('a', count, MINUTE);
    trial.pass(MINUTE + 1);
    return [first, await manager.wrap('a', count, MINUTE)];
  },
  'wrap gives its error to all who wait, and keeps nothing of it': async ({ manager, count }) => {
    const fails = () => count().then(() => Promise.reject(new Error('burnt')));
    const both = await Promise.all([rejection(manager.wrap('a', fails)), rejection(manager.wrap('a', fails))]);
    return [both, await manager.wrap('a', count)];
  },
  'wrap gives the error of a function that throws at once': ({ manager }) =>
    rejection(
      manager.wrap('a', () => {
        throw new Error('burnt');
      }),
    ),
  'wrap takes its options as an object': async ({ manager, count }) => [
    await manager.wrap('a', count, { ttl: MINUTE }),
    await manager.ttl('a'),
  ],
  'wrap takes a lifetime from the value': async ({ manager }) => {
    await manager.wrap(
      'a',
      () => 3,
      (value) => value * MINUTE,
    );
    await manager.wrap('b', () => 4, { ttl: (value) => value * MINUTE });
    return [await manager.ttl('a'), await manager.ttl('b')];
  },
  'wrap gives the raw entry, made and held': async ({ manager }) => [
    await manager.wrap('a', () => 1, { ttl: MINUTE, raw: true }),
    await manager.wrap('a', () => 2, { ttl: MINUTE, raw: true }),
  ],
  'wrap refreshes within the threshold, in the background, once': async (trial) => {
    const { manager, count } = trial;
    const wrapped = () => manager.wrap('a', count, 3 * MINUTE, MINUTE);
    const answers = [await wrapped()];
    trial.pass(2 * MINUTE);
    answers.push(await wrapped());
    await trial.rest();
    trial.pass(1);
    answers.push(...(await Promise.all([wrapped(), wrapped()])));
    await trial.rest();
    answers.push(await wrapped());
    return [answers, await manager.ttl('a')];
  },
  'wrap takes a threshold from the value': async (trial) => {
    const wrapped = () =>
      trial.manager.wrap('a', trial.count, { ttl: 3 * MINUTE, refreshThreshold: (value) => value * MINUTE });
    await wrapped();
    trial.pass(2 * MINUTE + 1);
    await wrapped();
    await trial.rest();
    return wrapped();
  },
  'wrap tells of a refresh that failed, and goes on serving': async (trial) => {
    const { manager, count } = trial;
    await manager.wrap('a', count, 3 * MINUTE, MINUTE);
    trial.pass(2 * MINUTE + 1);
    const answer = await manager.wrap('a', () => Promise.reject(new Error('burnt')), 3 * MINUTE, MINUTE);
    await trial.rest();
    return [answer, await manager.get('a')];
  },
  'wrap without a lifetime is never refreshed': async (trial) => {
    await trial.manager.wrap('a', trial.count, 0, MINUTE);
    trial.pass(1000 * MINUTE);
    const answer = await trial.manager.wrap('a', trial.count, 0, MINUTE);
    await trial.rest();
    return answer;
  },
  'wrap gives what was set, and get what was wrapped': async ({ manager, count }) => {
    await manager.set('a', 'set');
    return [await manager.wrap<unknown>('a', count), await manager.wrap('b', count), await manager.get('b')];
  },
  'a listener that went away is told nothing': async ({ manager }) => {
    const told: unknown[] = [];
    const listener = (data: unknown) => void told.push(data);
    manager.on('set', listener);
    await manager.set('a', 1);
    manager.off('set', listener);
    await manager.wrap('b', () => 1);
    return told;
  },
  'the id is the one that was given': async ({ manager }) => manager.cacheId(),
  'there is one store': async ({ manager }) => [manager.stores.length, await manager.disconnect()],
};

const everywhere: CacheManagerOptions = { cacheId: 'kitchen' };

describe.each<[string, CacheManagerOptions]>([
  ['without defaults', everywhere],
  ['with a lifetime for all', { ...everywhere, ttl: 5 * MINUTE }],
  ['with a lifetime and a threshold for all', { ...everywhere, ttl: 5 * MINUTE, refreshThreshold: MINUTE }],
])('our manager %s does as the stock one:', (_, options) => {
  let clock: TestClock;
  beforeAll(() => {
    jest.spyOn(Date, 'now').mockImplementation(() => clock.now());
  });
  afterAll(() => {
    jest.restoreAllMocks();
  });

  async function outcomeOf(script: Script, aManager: (clock: TestClock) => [CacheManager, () => Promise<void>]) {
    clock = new TestClock();
    const [manager, close] = aManager(clock);
    const trial = new Trial(manager, clock);
    const result = await script(trial);
    await trial.rest();
    await close();
    return { result, asked: trial.asked, told: trial.told };
  }

  const stock = (): [CacheManager, () => Promise<void>] => [
    createCache({ stores: [new Keyv({ serialize: undefined, deserialize: undefined })], ...options }),
    async () => undefined,
  ];
  const ours = (time: TestClock): [CacheManager, () => Promise<void>] => {
    const cache = new Cache({ clock: time });
    return [cacheManagerOn(cache, time, options), () => cache.close()];
  };

  it.each(Object.entries(scripts))('%s', async (_name, script) => {
    const expected = await outcomeOf(script, stock);
    expect(await outcomeOf(script, ours)).toEqual(expected);
  });
});
