import { describe, expect, it } from '@jest/globals';
import { CacheError } from '../cache.error.js';
import type { Served } from '../served.js';
import { cacheNameOf, cacheStatusOf } from './cache-status.js';

const loaded: Served<string> = { value: '', from: 'load', ageMs: 0, ttlMs: 60_000, stored: true, outdated: false };

describe('Cache-Status', () => {
  it.each([
    ['use', {}, 'fwd=miss; stored'],
    ['use', { stored: false }, 'fwd=miss'],
    ['use', { outdated: true }, 'fwd=stale; stored'],
    ['refresh', {}, 'fwd=request; stored'],
    ['refresh', { stored: false }, 'fwd=request'],
    ['bypass', { stored: false }, 'fwd=bypass'],
    ['use', { from: 'memory', ttlMs: 271_900 }, 'hit; ttl=271; detail=memory'],
    ['use', { from: 'redis', ttlMs: 900 }, 'hit; ttl=0; detail=redis'],
    ['use', { from: 'stale', ttlMs: -1500 }, 'hit; ttl=-2; detail=stale'],
  ] as const)('in the mode %s, %j: %s', (mode, served, told) => {
    expect(cacheStatusOf('PrepSense', { ...loaded, ...served }, mode)).toBe(`PrepSense; ${told}`);
  });

  it.each([
    ['PrepSense', 'PrepSense'],
    ['my cache', '"my cache"'],
    ['a "b" \\', String.raw`"a \"b\" \\"`],
    ['7up', '"7up"'],
    ['cache.example.net:443/a', 'cache.example.net:443/a'],
  ])('names a cache %j as a token, or else quoted', (name, told) => {
    expect(cacheNameOf(name)).toBe(told);
  });

  it.each(['küche', 'two\nlines'])('refuses the name %j at the start', (name) => {
    expect(() => cacheNameOf(name)).toThrow(CacheError);
  });
});
