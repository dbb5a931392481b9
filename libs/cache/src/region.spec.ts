import { describe, expect, it } from '@jest/globals';
import { Cache } from './cache.js';
import { hours } from './duration.js';
import { defineRegion } from './region.js';
import { under, type RegionOptions } from './region.options.js';
import { defineTag, Tag } from './tag.js';

const shelfTag = defineTag<[id: number]>('shelf');
const options: RegionOptions<{ id: number; context?: string }, unknown> = {
  name: 'shelves',
  version: 1,
  freshFor: hours(1),
  key: ({ id, context }) => (context === undefined ? [id] : [id, context]),
  tags: ({ id }) => [shelfTag(id)],
  keysUnder: [under(shelfTag, (id) => [{ id }, { id, context: 'lunch' }])],
};
const shelves = defineRegion(options);

describe('a region', () => {
  it('makes keys that an operator can read', () => {
    expect(shelves.keyFor({ id: 7 })).toBe('shelves:7');
    expect(shelves.keyFor({ id: 7, context: 'lunch' })).toBe('shelves:7:lunch');
  });

  it('knows which of its keys lie under a tag, and none under a tag of another kind or made by hand', () => {
    expect(shelves.keysUnder(shelfTag(7))).toEqual(['shelves:7', 'shelves:7:lunch']);
    expect(shelves.keysUnder(defineTag<[number]>('user')(7))).toEqual([]);
    expect(shelves.keysUnder(Tag.named('shelf:7'))).toEqual([]);
  });

  it.each(['', 'Shelves', 'shelves:more', 'shelves*', '7shelves', 'a'.repeat(65), 'sh elves'])(
    'is not called %j',
    (name) => {
      expect(() => defineRegion({ ...options, name })).toThrow(expect.objectContaining({ code: 'REGION_INVALID' }));
    },
  );

  it.each([0, -1, 1.5, Number.NaN])('has no version %d', (version) => {
    expect(() => defineRegion({ ...options, version })).toThrow(expect.objectContaining({ code: 'REGION_INVALID' }));
  });

  it('does not live for a bare number', () => {
    const freshFor = 300 as unknown as RegionOptions<unknown, unknown>['freshFor'];
    expect(() => defineRegion({ ...options, freshFor })).toThrow(expect.objectContaining({ code: 'DURATION_INVALID' }));
  });

  it('shares its name with no other', () => {
    const cache = new Cache();
    cache.register(shelves);
    cache.register(shelves);
    expect(() => cache.register(defineRegion(options))).toThrow(expect.objectContaining({ code: 'REGION_TWICE' }));
  });
});

describe('a tag', () => {
  it('is named as it stands in Redis', () => {
    expect(shelfTag(7).name).toBe('shelf:7');
    expect(defineTag('recipes')().name).toBe('recipes');
    expect(defineTag<[string]>('shelf')('a:b*').name).toBe('shelf:a%3Ab%2A');
  });

  it.each(['', 'Shelf', 'shelf:7', 'a'.repeat(65)])('is of no kind %j', (kind) => {
    expect(() => defineTag(kind)).toThrow(expect.objectContaining({ code: 'TAG_INVALID' }));
  });

  it.each(['', 'x'.repeat(257)])('made by hand has 1 to 256 characters', (name) => {
    expect(() => Tag.named(name)).toThrow(expect.objectContaining({ code: 'TAG_INVALID' }));
  });
});
