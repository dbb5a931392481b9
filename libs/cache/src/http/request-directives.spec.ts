import { describe, expect, it } from '@jest/globals';
import { directivesIn } from './directives.js';
import { requestDirectives, suits } from './request-directives.js';

describe("a request's Cache-Control", () => {
  it.each([
    [undefined, 'use', false],
    ['', 'use', false],
    ['no-cache', 'refresh', false],
    ['No-Cache', 'refresh', false],
    ['max-age=0', 'refresh', false],
    ['max-age="0"', 'refresh', false],
    ['no-store', 'bypass', false],
    ['no-cache, no-store', 'bypass', false],
    [' no-cache ,max-age=0', 'refresh', false],
    ['only-if-cached', 'use', true],
    ['only-if-cached, no-cache', 'refresh', true],
    ['max-age=60', 'use', false],
    ['max-stale, no-transform', 'use', false],
    ['nocache, no_store, no-cache-please', 'use', false],
    [',,;=,"', 'use', false],
    ['max-age=-1, x="', 'use', false],
    ['x="no-store"', 'use', false],
    ['x="a, no-store, b"', 'use', false],
    ['x="a, no-store', 'bypass', false],
    ['x="\\", no-store"', 'use', false],
    ['@, no-store', 'bypass', false],
  ])('%s means %s, only from the cache: %p', (cacheControl, mode, onlyIfCached) => {
    expect(requestDirectives(cacheControl)).toMatchObject({ mode, onlyIfCached });
  });

  const fresh = { ageMs: 20_000, ttlMs: 40_000 };
  const stale = { ageMs: 70_000, ttlMs: -10_000 };
  it.each([
    [undefined, true, true],
    ['max-age=19', false, false],
    ['max-age=20', true, false],
    ['max-age="20"', true, false],
    ['max-age=70', true, false],
    ['max-age=70, max-stale', true, true],
    ['max-age=69, max-stale', true, false],
    ['max-stale', true, true],
    ['max-stale=10', true, true],
    ['max-stale=9', true, false],
    ['min-fresh=40', true, false],
    ['min-fresh=41', false, false],
    ['min-fresh=0', true, false],
    ['min-fresh=41, max-stale', false, false],
    ['max-age=20, min-fresh=40', true, false],
    ['max-age=99999999999999999999', true, false],
    ['max-age=-1', true, true],
    ['max-age=1.5', true, true],
    ['max-age=NaN, min-fresh=, max-stale=x', true, true],
    ['max-age=20, max-age=1', true, false],
  ])('%s is content with what is fresh: %p, with what is not: %p', (cacheControl, withFresh, withStale) => {
    const directives = requestDirectives(cacheControl);
    expect([suits(directives, fresh), suits(directives, stale)]).toEqual([withFresh, withStale]);
  });

  it('is read in no time that grows with its square', () => {
    expect(directivesIn('"'.repeat(8000)).size).toBe(0);
    expect(directivesIn(`a="${'\\"'.repeat(4000)}`).size).toBeLessThan(5000);
    expect(directivesIn(Array(2000).fill('x=1').join()).size).toBe(1);
    expect(directivesIn(`${' '.repeat(8000)}no-store`).has('no-store')).toBe(true);
  });
});
