import { describe, expect, it } from '@jest/globals';
import { codingsFor } from './codings.js';

describe('Accept-Encoding', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['br', ['br']],
    ['gzip, deflate, br, zstd', ['br', 'gzip']],
    ['GZIP', ['gzip']],
    ['x-gzip', ['gzip']],
    ['*', ['br', 'gzip']],
    ['br;q=0.5, gzip;q=0.8', ['gzip', 'br']],
    ['br ; q=0.5 ,gzip ;q=0.50', ['br', 'gzip']],
    ['br;q=0', []],
    ['br;q=0, *', ['gzip']],
    ['br;q=0.000, gzip;q=0', []],
    ['gzip, *;q=0', ['gzip']],
    ['identity', []],
    ['identity, gzip;q=0.5', []],
    ['identity;q=0.5, gzip;q=0.5', ['gzip']],
    ['identity;q=0, gzip', ['gzip']],
    ['gzip;q=2', []],
    ['gzip;q=-1', []],
    ['gzip;q=', []],
    ['gzip;level=9', []],
    ['br;q=0, br', []],
    [',,;=,"', []],
  ])('%s wants %p', (acceptEncoding, codings) => {
    expect(codingsFor(acceptEncoding)).toEqual(codings);
  });

  it('of any length and number is read, and none is remembered for ever', () => {
    for (let name = 0; name < 1000; name += 1) expect(codingsFor(`x-${name}, gzip`)).toEqual(['gzip']);
    expect(codingsFor(`${'x,'.repeat(10_000)}br`)).toEqual(['br']);
  });
});
