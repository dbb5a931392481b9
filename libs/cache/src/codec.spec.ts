import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { jsonCodec } from './codec.js';

const packed = (value: unknown) => jsonCodec.pack(value, 'pantry:7');
const roundTrip = (value: unknown) => jsonCodec.unpack(packed(value));

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(null, undefined, true, false, 0, -0, '', '~'),
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.bigInt(),
    fc.date({ noInvalidDate: true }),
    fc.uint8Array(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 }).map((pairs) => new Map(pairs)),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => new Set(items)),
    fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('~', 'v', '__proto__', 'constructor', 'toJSON')),
      tie('value'),
      {
        maxKeys: 3,
        noNullPrototype: true,
      },
    ),
  ),
}));

describe('a value', () => {
  it('comes back as it went in, whatever it is made of', () => {
    fc.assert(
      fc.property(value, (given) => isDeepStrictEqual(roundTrip(given), given)),
      { numRuns: 2000 },
    );
  });

  it.each([
    [new Date('2026-06-15T12:00:00Z')],
    [new Map<unknown, unknown>([[{ a: 1 }, new Set([1n])]])],
    [new Set([new Date(0), undefined])],
    [2n ** 80n],
    [new Uint8Array([0, 255, 10])],
    [-0],
    [undefined],
    [{ absent: undefined }],
    [[undefined]],
    [{ '~': 'date', v: 'no date at all' }],
    [{ '~': { '~': 'undefined' } }],
    [null],
    [''],
  ])('keeps %p', (given) => {
    expect(roundTrip(given)).toStrictEqual(given);
  });

  it('with a member called __proto__ keeps it, and sets no prototype', () => {
    const given = JSON.parse('{"__proto__":{"admin":true},"at":null}') as { at: unknown };
    given.at = new Date(0);
    const back = roundTrip(given) as object;
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
    expect(Object.hasOwn(back, '__proto__')).toBe(true);
    expect('admin' in back).toBe(false);
  });

  it('of plain JSON is stored as just that', () => {
    const plain = { items: [{ name: 'egg', quantity: '6', expiresOn: null }], total: 1.5 };
    expect(packed(plain)).toEqual({ encoding: 'json', json: JSON.stringify(plain) });
  });
});

describe('a value that JSON would silently change', () => {
  class Amount {
    constructor(readonly of = 1) {}
  }
  const ring: { self?: unknown } = {};
  ring.self = ring;

  it.each<[unknown, string]>([
    [{ items: [{ quantity: Number.NaN }] }, 'NaN at items.0.quantity'],
    [{ a: -Infinity }, '-Infinity at a'],
    [{ a: new Amount() }, 'a Amount at a'],
    [Object.create({}), 'at the value itself'],
    [Object.create(Object.create(null) as object), 'at the value itself'],
    [{ a: [() => 1] }, 'a function at a.0'],
    [Symbol('s'), 'a symbol at the value itself'],
    [{ [Symbol('s')]: 1 }, 'a symbol'],
    [ring, 'a cycle at self'],
    [new Date(Number.NaN), 'an invalid Date at the value itself'],
    [new Map([['x', new Map([['y', Number.NaN]])]]), 'NaN'],
    [new Float64Array(1), 'a Float64Array'],
    [new Error('x'), 'a Error'],
    [/x/, 'a RegExp'],
    [Promise.resolve(), 'a Promise'],
  ])('is refused by its name and place: %p', (given, named) => {
    expect(() => packed(given)).toThrow(
      expect.objectContaining({ code: 'VALUE_NOT_STORABLE', message: expect.stringContaining(named) }),
    );
  });

  it('may hold one thing twice, as long as it is not inside itself', () => {
    const egg = { name: 'egg' };
    expect(roundTrip([egg, egg, { egg }])).toEqual([egg, egg, { egg }]);
  });

  it('is no value of ours when it carries a mark that nobody makes', () => {
    for (const json of ['{"~":"no such mark"}', '{"~":"map","v":3}', '{"~":"date"}', '{"~":"object","v":null}', '{']) {
      expect(() => jsonCodec.unpack({ encoding: 'json+', json })).toThrow(/mark|JSON/);
    }
  });
});
