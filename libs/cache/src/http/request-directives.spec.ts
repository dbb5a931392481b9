import { describe, expect, it } from '@jest/globals';
import { requestDirectives } from './request-directives.js';

describe("a request's Cache-Control", () => {
  it.each([
    [undefined, 'use', false],
    ['', 'use', false],
    ['no-cache', 'refresh', false],
    ['No-Cache', 'refresh', false],
    ['max-age=0', 'refresh', false],
    ['no-store', 'bypass', false],
    ['no-cache, no-store', 'bypass', false],
    [' no-cache ,max-age=0', 'refresh', false],
    ['only-if-cached', 'use', true],
    ['only-if-cached, no-cache', 'refresh', true],
    ['max-age=60', 'use', false],
    ['max-stale, no-transform', 'use', false],
    ['nocache, no_store, no-cache-please', 'use', false],
    [',,;=,"', 'use', false],
    ['x="no-store"', 'use', false],
  ])('%s means %s, only from the cache: %p', (cacheControl, mode, onlyIfCached) => {
    expect(requestDirectives(cacheControl)).toEqual({ mode, onlyIfCached });
  });
});
