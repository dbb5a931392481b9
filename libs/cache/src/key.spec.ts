import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { encodeKey, type KeyPart } from './key.js';

/** Signs that mean something in a key, to Redis or to a pattern, beside any other text, well formed or not. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...':*%~(),.-_ \n\0[?\\0123456789abnsuE7\uD83D\uDE00é'.split('')) }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('1', '~n1', '~s', 'null', '~null', '(1)', '%7E', '1e21', '-0', 'NaN', '\uD83D', '%uD83D', '\uD83D%'),
);
const { part } = fc.letrec<{ part: KeyPart }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.bigInt(),
    fc.constantFrom(null, undefined, true, false),
    fc.array(tie('part'), { maxLength: 3 }),
  ),
}));
const parts = fc.array(part, { maxLength: 4 });

/** One text for each list, made in another way: the type stands before each value. */
function told(value: KeyPart): string {
  if (Array.isArray(value)) return `[${value.map(told).join('|')}]`;
  const units = [...Array(typeof value === 'string' ? value.length : 0).keys()].map((at) =>
    String(value).charCodeAt(at),
  );
  return typeof value === 'string' ? `string ${units.join(' ')}` : `${typeof value} ${String(value)}`;
}

describe('a key', () => {
  it('is shared by two lists of parts only if they are the same, type by type', () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        expect(encodeKey(one) === encodeKey(other)).toBe(told(one) === told(other));
      }),
      { numRuns: 5000 },
    );
  });

  it('is one of its own for each of thousands of lists', () => {
    const lists = fc.sample(parts, 20_000);
    expect(new Set(lists.map(encodeKey)).size).toBe(new Set(lists.map(told)).size);
  });

  it.each<[KeyPart[], KeyPart[]]>([
    [[1], ['1']],
    [['a,b'], [['a', 'b']]],
    [['a', 'b'], [['a', 'b']]],
    [['a:b'], ['a', 'b']],
    [[''], []],
    [[[]], []],
    [[null], [undefined]],
    [[null], ['null']],
    [[10n], [10]],
    [['\uD83D'], ['\uDE00']],
    [['\uD83D'], ['%uD83D']],
    [['\u00E9'], ['e\u0301']],
    [['x'.repeat(300)], ['x'.repeat(301)]],
    [
      ['x'.repeat(300), 1],
      ['x'.repeat(300), '1'],
    ],
  ])('tells %j from %j', (one, other) => {
    expect(encodeKey(one)).not.toBe(encodeKey(other));
  });

  it('reads as an operator would write it', () => {
    expect(encodeKey([7])).toBe('7');
    expect(encodeKey([7, 'breakfast'])).toBe('7:breakfast');
    expect(encodeKey([7, 'use-it-up', ['vegan', 'nut-free'], null])).toBe('7:use-it-up:(vegan,nut-free):~null');
    expect(encodeKey(['crème brûlée', '50%'])).toBe('cr%C3%A8me%20br%C3%BBl%C3%A9e:~s50%25');
  });

  it('is short and plain whatever it is made of', () => {
    fc.assert(
      fc.property(fc.array(part), (list) => {
        expect(encodeKey(list)).toMatch(/^[A-Za-z0-9._~:%(),-]{0,200}$/);
      }),
    );
  });

  it('keeps a readable head when it is too long', () => {
    const key = encodeKey([7, 'x'.repeat(1000)]);
    expect(key.startsWith('7:xxxx')).toBe(true);
    expect(key.length).toBeLessThanOrEqual(200);
  });

  it.each([[Number.NaN], [Infinity], [{}], [() => 1], [Symbol('s')]])('refuses %p', (wrong) => {
    expect(() => encodeKey([wrong as KeyPart])).toThrow(expect.objectContaining({ code: 'KEY_INVALID' }));
  });
});
