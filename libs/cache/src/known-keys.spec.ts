import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { encodeKey, type KeyPart } from './key.js';
import { KnownKeys } from './known-keys.js';

/** Few enough that the same ones and those that share a slot come up often. */
const part = fc.oneof(
  fc.constantFrom<KeyPart>(
    0,
    -0,
    1,
    '1',
    '',
    'a',
    'aXa',
    'aYa',
    2048,
    4096,
    0.5,
    1.5,
    1n,
    true,
    'true',
    null,
    undefined,
  ),
  fc.array(fc.constantFrom(1, '1'), { maxLength: 2 }),
);
const lists = fc.array(fc.array(part, { maxLength: 3 }), { maxLength: 200 });

describe('a key that was made before', () => {
  it('is the one that would be made anew, whatever was asked for meanwhile', () => {
    fc.assert(
      fc.property(lists, (lists) => {
        const keys = new KnownKeys('shelf:');
        for (const parts of lists) expect(keys.of(parts).key).toBe(`shelf:${encodeKey(parts)}`);
      }),
    );
  });

  it('is not changed by what becomes of the list that it was made of', () => {
    const keys = new KnownKeys('shelf:');
    const parts: KeyPart[] = [7, 'breakfast'];
    keys.of(parts);
    // In the slot of the 7.
    parts[0] = 7.5;
    expect(keys.of(parts).key).toBe('shelf:7.5:breakfast');
    expect(keys.of([7, 'breakfast']).key).toBe('shelf:7:breakfast');
  });

  it('is refused for what cannot be part of one, each time', () => {
    const keys = new KnownKeys('shelf:');
    for (const nothing of [Number.NaN, Infinity]) {
      expect(() => keys.of([nothing])).toThrow('cannot be part of a key');
      expect(() => keys.of([nothing])).toThrow('cannot be part of a key');
    }
  });
});
