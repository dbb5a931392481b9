import { afterEach, describe, expect, it } from '@jest/globals';
import { Cache } from './cache.js';
import type { CacheOptions } from './cache.options.js';
import { hours, minutes } from './duration.js';
import { Unstored } from './landing.js';
import { defineRegion } from './region.js';
import { defineTag } from './tag.js';
import { SharedStore, StoreTier } from './testing/store.tier.js';
import { TestClock } from './testing/test.clock.js';

const jarTag = defineTag<[id: number]>('jar');
const jars = defineRegion<number, string>({
  name: 'jars',
  version: 1,
  freshFor: hours(1),
  staleFor: minutes(5),
  maxLoads: 2,
  key: (id) => [id],
  tags: (id) => [jarTag(id)],
});

/** A source that is asked for many at once and notes for which. */
class Source {
  readonly asked: (readonly number[])[] = [];
  version = 1;
  error: Error | undefined;
  gate: Promise<unknown> = Promise.resolve();

  readonly load = async (ids: readonly number[]): Promise<string[]> => {
    this.asked.push(ids);
    const { version, error } = this;
    await this.gate;
    if (error) throw error;
    return ids.map((id) => `${id} v${version}`);
  };
}

const opened: Cache[] = [];
function aCache(options: CacheOptions = {}) {
  const clock = new TestClock();
  const cache = new Cache({ clock, random: () => 0.5, ...options });
  opened.push(cache);
  return { cache, clock, source: new Source() };
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((cache) => cache.close()));
});

const idsUpTo = (count: number) => Array.from({ length: count }, (_, id) => id);

describe('a read of many', () => {
  it('asks the source once, for what is not held, and answers in order', async () => {
    const { cache, source } = aCache();
    await cache.readMany(jars, [2, 4], source.load);
    expect(await cache.readMany(jars, [1, 2, 3, 4, 5], source.load)).toEqual(['1 v1', '2 v1', '3 v1', '4 v1', '5 v1']);
    expect(source.asked).toEqual([
      [2, 4],
      [1, 3, 5],
    ]);
  });

  it('asks for a thousand at once although a region lets few loads run beside each other', async () => {
    const { cache, source } = aCache();
    expect(await cache.readMany(jars, idsUpTo(1000), source.load)).toHaveLength(1000);
    expect(source.asked.map((ids) => ids.length)).toEqual([1000]);
  });

  it('asks once for what is named twice, and nobody for nothing', async () => {
    const { cache, source } = aCache();
    expect(await cache.readMany(jars, [7, 7, 7], source.load)).toEqual(['7 v1', '7 v1', '7 v1']);
    expect(await cache.readMany(jars, [], source.load)).toEqual([]);
    expect(source.asked).toEqual([[7]]);
  });

  it('waits for what others load already, and others wait for what it loads', async () => {
    const { cache, source } = aCache();
    let open = () => {};
    source.gate = new Promise<void>((resolve) => (open = resolve));
    const alone = cache.read(jars, 1, async () => (await source.load([1]))[0] ?? '');
    const many = cache.readMany(jars, [1, 2, 3], source.load);
    const third = cache.read(jars, 3, () => Promise.reject(new Error('never asked')));
    await new Promise(setImmediate);
    open();
    expect(await Promise.all([alone, many, third])).toEqual(['1 v1', ['1 v1', '2 v1', '3 v1'], '3 v1']);
    expect(source.asked).toEqual([[1], [2, 3]]);
  });

  it('fails with the very error of the source, and keeps nothing', async () => {
    const { cache, source } = aCache();
    source.error = new Error('out of order');
    await expect(cache.readMany(jars, [1, 2], source.load)).rejects.toBe(source.error);
    source.error = undefined;
    expect(await cache.readMany(jars, [1, 2], source.load)).toEqual(['1 v1', '2 v1']);
  });

  it('says by name when the source brings too few', async () => {
    const { cache } = aCache();
    const failed = cache.readMany(jars, [1, 2, 3], async () => ['one', 'two']);
    await expect(failed).rejects.toMatchObject({
      code: 'LOAD_INVALID',
      message: expect.stringContaining('2 values came for 3 queries'),
    });
  });

  it('does not keep what the loader says is not to be kept', async () => {
    const { cache } = aCache();
    let asked = 0;
    const load = async (ids: readonly number[]) =>
      ids.map((id) => (asked++, id === 2 ? new Unstored(`${id}`) : `${id}`));
    for (let round = 0; round < 2; round += 1) expect(await cache.readMany(jars, [1, 2], load)).toEqual(['1', '2']);
    expect(asked).toBe(3);
  });

  it('keeps nothing that was changed meanwhile, and all the rest', async () => {
    const { cache, source } = aCache();
    let open = () => {};
    source.gate = new Promise<void>((resolve) => (open = resolve));
    const reading = cache.readMany(jars, [1, 2], source.load);
    await new Promise(setImmediate);
    source.version = 2;
    await cache.invalidate(jarTag(1));
    open();
    await reading;
    expect(await cache.readMany(jars, [1, 2], source.load)).toEqual(['1 v2', '2 v1']);
  });

  it('serves what is past its time and loads all of that anew in one call', async () => {
    const { cache, clock, source } = aCache();
    await cache.readMany(jars, [1, 2, 3], source.load);
    source.version = 2;
    clock.advance(minutes(62));
    expect(await cache.readMany(jars, [1, 2, 3], source.load)).toEqual(['1 v1', '2 v1', '3 v1']);
    await new Promise(setImmediate);
    expect(await cache.readMany(jars, [1, 2, 3], source.load)).toEqual(['1 v2', '2 v2', '3 v2']);
    expect(source.asked).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });

  it('tells a load around it what it is made of: nothing old is kept under new fences', async () => {
    const { cache, clock, source } = aCache();
    const shelf = defineRegion<null, readonly string[]>({
      name: 'shelf',
      version: 1,
      freshFor: hours(2),
      key: () => [1],
    });
    const readShelf = () => cache.read(shelf, null, () => cache.readMany(jars, [1, 2], source.load));
    await cache.readMany(jars, [1, 2], source.load);
    clock.advance(minutes(62));
    source.version = 2;
    expect(await readShelf()).toEqual(['1 v1', '2 v1']);
    await new Promise(setImmediate);
    expect(await readShelf()).toEqual(['1 v2', '2 v2']);
  });

  it('keeps nothing that its load made of something past its time', async () => {
    const { cache, clock, source } = aCache();
    const dishes = defineRegion<number, string>({ name: 'dishes', version: 1, freshFor: hours(2), key: (id) => [id] });
    const cook = async (ids: readonly number[]) => {
      const jar = await cache.read(jars, 0, async () => (await source.load([0]))[0] ?? '');
      return ids.map((id) => `${id} of ${jar}`);
    };
    await cache.read(jars, 0, async () => '0 v0');
    clock.advance(minutes(62));
    expect(await cache.readMany(dishes, [1, 2], cook)).toEqual(['1 of 0 v0', '2 of 0 v0']);
    await new Promise(setImmediate);
    expect(await cache.readMany(dishes, [1, 2], cook)).toEqual(['1 of 0 v1', '2 of 0 v1']);
  });
});

describe('a read of many over two processes', () => {
  it('keeps nothing under new fences that its load made of something old, still trusted here', async () => {
    const store = new SharedStore();
    const far = new StoreTier(store);
    const [one, two] = [aCache({ far }), aCache({ far: new StoreTier(store) })];
    const dishes = defineRegion<number, string>({
      name: 'dishes',
      version: 1,
      freshFor: hours(2),
      key: (id) => [id],
      tags: () => [jarTag(0)],
    });
    const jar = async () => (await two.source.load([0]))[0] ?? '';
    const cook = async (ids: readonly number[]) => {
      const found = await two.cache.read(jars, 0, jar);
      return ids.map((id) => `${id} of ${found}`);
    };
    await two.cache.read(jars, 0, jar);
    far.losesMessages = true;
    two.source.version = 2;
    await one.cache.invalidate(jarTag(0));
    expect(await two.cache.readMany(dishes, [1, 2], cook)).toEqual(['1 of 0 v2', '2 of 0 v2']);
  });

  it('takes from the far tier what another one loaded, and asks the source once for the rest', async () => {
    const store = new SharedStore();
    const [one, two] = [aCache({ far: new StoreTier(store) }), aCache({ far: new StoreTier(store) })];
    await one.cache.readMany(jars, [1, 2, 3], one.source.load);
    await two.cache.readMany(jars, idsUpTo(6), two.source.load);
    expect(two.source.asked).toEqual([[0, 4, 5]]);
  });

  it('waits neither for the other nor lets it wait, when each has leave for half of what both want', async () => {
    const store = new SharedStore();
    const [one, two] = [aCache({ far: new StoreTier(store) }), aCache({ far: new StoreTier(store) })];
    const ids = idsUpTo(20);
    const answers = await Promise.all([
      one.cache.readMany(jars, ids, one.source.load),
      two.cache.readMany(jars, ids.toReversed(), two.source.load),
    ]);
    expect(answers.map((answer) => answer.toSorted())).toEqual([
      ids.map((id) => `${id} v1`).toSorted(),
      ids.map((id) => `${id} v1`).toSorted(),
    ]);
    const loaded = [...one.source.asked.flat(), ...two.source.asked.flat()];
    expect(loaded.toSorted((a, b) => a - b)).toEqual(ids);
  });
});
