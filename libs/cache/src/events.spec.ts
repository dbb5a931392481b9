import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Cache } from './cache.js';
import { hours } from './duration.js';
import { Events } from './events.js';
import { defineRegion } from './region.js';
import { defineTag } from './tag.js';
import { SharedStore, StoreTier } from './testing/store.tier.js';

const shelfTag = defineTag<[id: number]>('shelf');
const shelves = defineRegion<number, string>({
  name: 'shelves',
  version: 1,
  freshFor: hours(1),
  key: (id) => [id],
  tags: (id) => [shelfTag(id)],
});

class LostTier extends StoreTier {
  override read = () => Promise.reject(new Error('out of reach'));
}

it('a listener hears until it stops, and what nobody hears is not even built', () => {
  const events = new Events();
  const heard: string[] = [];
  let built = 0;
  const emit = () => events.emit('corrupt', () => ({ region: 'shelves', key: String((built += 1)) }));
  expect([events.hears('corrupt'), emit(), built]).toEqual([false, undefined, 0]);

  const stop = events.on('corrupt', ({ key }) => heard.push(key));
  expect([events.hears('corrupt'), events.hears('served')]).toEqual([true, false]);
  emit();
  stop();
  emit();
  expect([events.hears('corrupt'), heard, built]).toEqual([false, ['1'], 1]);
});

describe('a listener that throws', () => {
  const mistake = new Error('a mistake of the listener');
  const throws = () => {
    throw mistake;
  };
  let warnings: jest.SpiedFunction<typeof process.emitWarning>;
  let store: SharedStore;
  let caches: Cache[];
  beforeEach(() => {
    warnings = jest.spyOn(process, 'emitWarning').mockReturnValue();
    [store, caches] = [new SharedStore(), []];
  });
  afterEach(async () => {
    warnings.mockRestore();
    await Promise.all(caches.map((cache) => cache.close()));
  });

  function aCache(far = new StoreTier(store)): Cache {
    const cache = new Cache({ far });
    caches.push(cache);
    return cache;
  }

  it('keeps no reader waiting, not even one who sees that the far tier is lost', async () => {
    const cache = aCache(new LostTier(store));
    cache.events.on('far', throws);
    const reads = [1, 2, 3, 4].map((id) => cache.read(shelves, id, async () => 'soup'));
    expect(await Promise.all(reads)).toEqual(['soup', 'soup', 'soup', 'soup']);
    expect(warnings.mock.calls).toEqual([[mistake]]);
  });

  it('keeps no change from being told to others, and no other listener from hearing of it', async () => {
    const [one, two] = [aCache(), aCache()];
    const source = { value: 'old' };
    const readOf = (cache: Cache) => cache.read(shelves, 1, async () => source.value);
    expect([await readOf(one), await readOf(two)]).toEqual(['old', 'old']);
    const heard: boolean[] = [];
    one.events.on('dropped', throws);
    one.events.on('dropped', ({ own }) => heard.push(own));
    source.value = 'new';
    await one.invalidate(shelfTag(1));
    expect([await readOf(one), await readOf(two), heard]).toEqual(['new', 'new', [true]]);
  });

  it('is warned of, whatever it throws', async () => {
    const cache = aCache();
    cache.events.on('served', () => {
      throw 'a text'; // oxlint-disable-line no-throw-literal
    });
    expect(await cache.read(shelves, 1, async () => 'soup')).toBe('soup');
    expect(warnings.mock.calls).toEqual([['a text']]);
  });
});
