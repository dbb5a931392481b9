import { afterEach, describe, expect, it } from '@jest/globals';
import { Cache } from './cache.js';
import { hours } from './duration.js';
import { defineRegion } from './region.js';
import { defineTag } from './tag.js';
import { SharedStore, StoreTier } from './testing/store.tier.js';
import { TestClock } from './testing/test.clock.js';

const menuTag = defineTag('menu');
const menus = defineRegion<string, string>({
  name: 'menus',
  version: 1,
  freshFor: hours(1),
  key: (id) => [id],
  tags: () => [menuTag()],
});
const opened: Cache[] = [];
function aCache(): Cache {
  const cache = new Cache({ clock: new TestClock(), far: new StoreTier(new SharedStore()) });
  opened.push(cache);
  return cache;
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((cache) => cache.close()));
});

/** A load that is answered by hand. */
function aLoad() {
  let answer: (value: string) => void = () => undefined;
  const value = new Promise<string>((resolve) => (answer = resolve));
  return { load: () => value, answer };
}

describe('a refresh', () => {
  it('asks the source whatever is held, and is what is held from then on', async () => {
    const cache = aCache();
    await cache.put(menus, 'today', 'soup');
    expect(await cache.refresh(menus, 'today', async () => 'stew')).toMatchObject({ value: 'stew', stored: true });
    expect((await cache.peek(menus, 'today'))?.value).toBe('stew');
    expect(cache.counts.get('menus')?.refreshes).toBe(1);
  });

  it('lets others be served what is held meanwhile, and those wait who have nothing', async () => {
    const cache = aCache();
    await cache.put(menus, 'today', 'soup');
    const { load, answer } = aLoad();
    const nobody = () => Promise.reject(new Error('asked'));
    const [held, missing] = ['today', 'tomorrow'].map((day) => cache.refresh(menus, day, load));
    expect(await cache.read(menus, 'today', nobody)).toBe('soup');
    const waiting = cache.read(menus, 'tomorrow', nobody);
    answer('stew');
    expect(await Promise.all([waiting, held, missing])).toMatchObject(['stew', { value: 'stew' }, { value: 'stew' }]);
  });

  it('that a change overtakes is answered and not kept', async () => {
    const cache = aCache();
    const { load, answer } = aLoad();
    const refreshed = cache.refresh(menus, 'today', load);
    await cache.invalidate(menuTag());
    answer('old');
    expect(await refreshed).toMatchObject({ value: 'old', stored: false });
    expect(await cache.peek(menus, 'today')).toBeUndefined();
  });

  it('that fails leaves what is held as it is, and the error to its caller', async () => {
    const cache = aCache();
    await cache.put(menus, 'today', 'soup');
    await expect(cache.refresh(menus, 'today', () => Promise.reject(new Error('burnt')))).rejects.toThrow('burnt');
    expect((await cache.peek(menus, 'today'))?.value).toBe('soup');
  });

  it('inside of a read past the cache keeps nothing either', async () => {
    const cache = aCache();
    const refreshed = cache.reading('bypass', () => cache.refresh(menus, 'today', async () => 'soup'));
    expect(await refreshed).toMatchObject({ value: 'soup', stored: false });
    expect(await cache.peek(menus, 'today')).toBeUndefined();
  });
});
