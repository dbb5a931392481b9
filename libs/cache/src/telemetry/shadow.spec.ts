import { beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Cache } from '../cache.js';
import { hours, minutes } from '../duration.js';
import { Unstored } from '../landing.js';
import { defineRegion } from '../region.js';
import { defineTag } from '../tag.js';
import { TestClock } from '../testing/test.clock.js';
import { Kitchen, dishOf, type Act } from './trial/kitchen.js';

/** To see a failure again: `SHADOW_SEED` as it was printed. */
const seed = Number(process.env.SHADOW_SEED ?? 20_261_122);
const numRuns = Number(process.env.SHADOW_RUNS ?? 500);

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('read' as const), node: fc.nat(1), dish: fc.nat(1) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('change' as const), node: fc.nat(1), dish: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('lose' as const), node: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 1500 }) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('rest' as const) }) },
);
const schedule = fc.array(act, { minLength: 5, maxLength: 40, size: 'max' });

describe(`over random schedules of two nodes (SHADOW_SEED=${seed})`, () => {
  const nothingIsReported = (options: { readonly waits?: boolean; readonly alone?: boolean }, seen?: Kitchen['sums']) =>
    fc.asyncProperty(fc.scheduler(), schedule, async (scheduler, acts) => {
      const kitchen = new Kitchen(scheduler, options);
      for (const one of acts) await kitchen.take(one);
      await kitchen.rest();
      await kitchen.close();
      if (seen)
        for (const [verdict, count] of Object.entries(kitchen.sums)) seen[verdict] = (seen[verdict] ?? 0) + count;
      expect(kitchen.sums.different).toBe(0);
    });

  it('a change that is announced, however late, is never reported', async () => {
    const seen: Record<string, number> = {};
    await fc.assert(nothingIsReported({}, seen), { seed, numRuns });
    await fc.assert(nothingIsReported({ alone: true }, seen), { seed, numRuns });
    expect(seen).toMatchObject({ different: 0, failed: 0 });
    expect(seen.equal).toBeGreaterThan(numRuns);
    expect(seen.unsettled).toBeGreaterThan(numRuns / 5);
  }, 120_000);

  it('but would be, if a difference were believed at once', async () => {
    const hasty = await fc.check(nothingIsReported({ waits: false }), { seed, numRuns: 2000, endOnFailure: true });
    expect(hasty.failed).toBe(true);
  }, 60_000);

  it('a change that nobody announces is found at the first hit that is compared, whatever else changes meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), schedule, fc.nat(1), async (scheduler, acts, at) => {
        const kitchen = new Kitchen(scheduler, {});
        for (const one of acts) await kitchen.take(one);
        await kitchen.rest();

        await kitchen.take({ does: 'pass', ms: 1500 });
        await scheduler.waitFor(kitchen.read(at, 0));
        await kitchen.rest();
        kitchen.commit(0);
        void kitchen.read(at, 0);
        await kitchen.take({ does: 'change', node: 1 - at, dish: 1 });
        await kitchen.rest();
        await kitchen.close();
        expect(kitchen.sums).toMatchObject({ different: 1, failed: 0 });
        expect(kitchen.events).toEqual([{ region: dishOf.name, ageMs: expect.any(Number) }]);
      }),
      { seed, numRuns },
    );
  }, 120_000);
});

describe('a comparison', () => {
  const shelfTag = defineTag<[id: number]>('shelf');
  const jars = defineRegion<number, object>({ name: 'jars', version: 1, freshFor: hours(1), key: (id) => [id] });
  const shelves = defineRegion<number, object>({
    name: 'shelves',
    version: 1,
    freshFor: hours(1),
    staleFor: hours(1),
    key: (id) => [id],
    tags: (id) => [shelfTag(id)],
  });

  let clock: TestClock;
  let cache: Cache;
  let source: object;
  let asked: number;
  let settle: () => Promise<void>;
  const load = async () => {
    asked += 1;
    return source;
  };
  const read = (id = 1) => cache.read(shelves, id, load);
  const verdicts = (region = 'shelves') => cache.counts.get(region)?.shadow;
  const aCache = (share = 1, atOnce = 2) => new Cache({ clock, shadow: { share, atOnce, settle: () => settle() } });
  const done = () => new Promise((resolve) => setImmediate(resolve));
  const none = { equal: 0, different: 0, unsettled: 0, failed: 0 };

  beforeEach(() => {
    clock = new TestClock();
    settle = async () => undefined;
    source = { is: 1 };
    asked = 0;
    cache = aCache();
  });

  it('asks as often as the share says, and not at all without one', async () => {
    cache = aCache(0.1);
    await read();
    for (let hit = 0; hit < 1000; hit += 1) {
      await read();
      await done();
    }
    expect(asked - 1).toBeGreaterThan(90);
    expect(asked - 1).toBeLessThan(110);

    cache = new Cache({ clock });
    asked = 0;
    for (let hit = 0; hit < 100; hit += 1) await read();
    await done();
    expect(asked).toBe(1);
  });

  it('keeps nothing, also of what is read inside', async () => {
    const readNested = () => cache.read(shelves, 1, () => cache.read(jars, 1, load));
    await readNested();
    source = { is: 2 };
    await readNested();
    await done();
    expect(verdicts()).toEqual({ ...none, different: 1 });
    expect(await readNested()).toEqual({ is: 1 });
    expect((await cache.peek(jars, 1))?.value).toEqual({ is: 1 });
  });

  it('is not joined by who misses meanwhile', async () => {
    await read();
    let answer: (value: object) => void = () => undefined;
    void cache.read(shelves, 1, () => new Promise<object>((resolve) => (answer = resolve)));
    await cache.invalidate(shelfTag(1));
    expect(await read()).toEqual({ is: 1 });
    answer({ is: 0 });
    await done();
    expect(verdicts()).toEqual({ ...none, unsettled: 1 });
  });

  it('is made of no more than so many at once', async () => {
    for (const id of [1, 2, 3, 4]) await read(id);
    const answers: ((value: object) => void)[] = [];
    const held = () => new Promise<object>((resolve) => answers.push(resolve));
    for (const id of [1, 2, 3, 4]) await cache.read(shelves, id, held);
    await done();
    expect(answers).toHaveLength(2);
    for (const answer of answers) answer({ is: 1 });
    await done();
    expect(verdicts()).toEqual({ ...none, equal: 2 });
  });

  it.each([
    ['the same members in another order', { a: 1, b: [{}] }, { b: [{}], a: 1 }, 'equal'],
    ['what the codec does not tell apart', { a: 1 }, Object.assign(Object.create(null), { a: 1 }), 'equal'],
    [
      'dates and bytes',
      { at: new Date(0), of: Buffer.from('x') },
      { of: new Uint8Array([120]), at: new Date(0) },
      'equal',
    ],
    ['another date', { at: new Date(0) }, { at: new Date(1) }, 'different'],
    ['another member', { a: 1 }, { a: 1, b: 2 }, 'different'],
    ['another order in a list', { a: [1, 2] }, { a: [2, 1] }, 'different'],
  ])('of %s says so', async (_, before, after, verdict) => {
    source = before;
    await read();
    source = after;
    await read();
    await done();
    expect(verdicts()).toEqual({ ...none, [verdict]: 1 });
  });

  it('goes by what the region says, and leaves alone what it says or what is a whole answer', async () => {
    const about = { version: 1, freshFor: hours(1), key: () => [] };
    const times = defineRegion<null, { at: number; is: number }>({
      ...about,
      name: 'times',
      shadow: { same: (served, now) => served.is === now.is },
    });
    const dice = defineRegion<null, number>({ ...about, name: 'dice', shadow: false });
    let at = 0;
    for (let time = 0; time < 2; time += 1) {
      await cache.read(times, null, async () => ({ at: (at += 1), is: 1 }));
      await cache.read(dice, null, async () => (at += 1));
    }
    await done();
    expect([verdicts('times'), verdicts('dice')]).toEqual([{ ...none, equal: 1 }, none]);
  });

  it('of what its source says is not to be kept, or fails with, tells nothing', async () => {
    await read();
    await cache.read(shelves, 1, async () => new Unstored({ is: 2 }));
    await cache.read(shelves, 1, () => Promise.reject(new Error('away')));
    await done();
    expect(verdicts()).toEqual({ ...none, unsettled: 1, failed: 1 });
    expect(cache.counts.get('shelves')?.loadErrors).toBe(0);
  });

  it('is not made of what is past its time', async () => {
    await read();
    clock.advance(minutes(70));
    source = { is: 2 };
    await read();
    await done();
    expect(verdicts()).toEqual(none);
  });

  it('counts nothing once another value took the place of what was served', async () => {
    await read();
    source = { is: 2 };
    let release = () => undefined as void;
    settle = () => new Promise((resolve) => (release = resolve));
    await read();
    await done();
    await cache.put(shelves, 1, { is: 2 });
    release();
    await done();
    expect(verdicts()).toEqual({ ...none, unsettled: 1 });
  });

  it('does not hold up the end: what has to settle is left undecided', async () => {
    cache = new Cache({ clock, shadow: { share: 1, settle: hours(1) } });
    await read();
    source = { is: 2 };
    await read();
    await done();
    await cache.close();
    await done();
    expect(verdicts()).toEqual({ ...none, unsettled: 1 });
  });
});
