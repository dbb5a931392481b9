import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { CacheError } from './cache.error.js';
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

class Amount {
  constructor(readonly of = 1) {}
}

class Shelf extends Array<unknown> {}
class Labels extends Map<unknown, unknown> {}
class Names extends Set<unknown> {}
class Day extends Date {}
class Digest extends Uint8Array {}

/** A value that has something beside what it holds. */
const besides = (value: object, name: string | symbol = 'note') =>
  Object.defineProperty(value, name, { value: 1, enumerable: true });
const hidden = (value: object) => Object.defineProperty(value, 'note', { value: 1, enumerable: false });

const notStorable = fc.constantFrom<[what: string, thing: unknown]>(
  ['NaN', Number.NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
  ['an invalid Date', new Date(Number.NaN)],
  ['a function', () => 1],
  ['a symbol', Symbol('s')],
  ['a member named by a symbol', { [Symbol('s')]: 1 }],
  ['a Amount', new Amount()],
  ['a object with a prototype of its own', Object.create(Object.create(null) as object)],
  ['a RegExp', /x/],
  ['a Error', new Error('x')],
  ['a Promise', Promise.resolve()],
  ['a WeakMap', new WeakMap()],
  ['a Number', Object(1)],
  ['a ArrayBuffer', new ArrayBuffer(1)],
  ['a Uint8ClampedArray', new Uint8ClampedArray(1)],
  ['a BigInt64Array', new BigInt64Array(1)],
);

interface Placed {
  readonly value: unknown;
  readonly path: string;
}
type Wrap = (inner: Placed) => Placed;

/** Puts a value inside of another that would be storable without it, and tells at which place. */
const wrapping = fc.oneof<fc.Arbitrary<Wrap>[]>(
  fc.array(value, { maxLength: 3 }).map((before) => ({ value: inner, path }) => ({
    value: [...before, inner],
    path: `.${before.length}${path}`,
  })),
  fc.constantFrom('name', '~', '__proto__').map((name) => ({ value: inner, path }) => ({
    value: { v: 1, [name]: inner },
    path: `.${name}${path}`,
  })),
  value.map((key) => ({ value: inner, path }) => ({ value: new Map([[key, inner]]), path: `.0.1${path}` })),
  value.map((held) => ({ value: inner, path }) => ({ value: new Map([[inner, held]]), path: `.0.0${path}` })),
  fc.constant(({ value: inner, path }) => ({ value: new Set([inner]), path: `.0${path}` })),
);

/** What is said of a value that is not stored. */
function refusalOf(given: unknown): string {
  try {
    packed(given);
  } catch (error) {
    if (error instanceof CacheError && error.code === 'VALUE_NOT_STORABLE') return error.message;
    throw error;
  }
  return 'nothing';
}

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

  it('without a prototype comes back as any object with these members', () => {
    const given = Object.assign(Object.create(null) as object, { at: new Date(0) });
    expect(roundTrip(given)).toStrictEqual({ at: new Date(0) });
  });

  it('of plain JSON is stored as just that', () => {
    const plain = { items: [{ name: 'egg', quantity: '6', expiresOn: null }], total: 1.5 };
    expect(packed(plain)).toEqual({ encoding: 'json', json: JSON.stringify(plain) });
  });
});

describe('what a value has beside what it holds', () => {
  it.each<[string, object]>([
    ['a member of its own at a.note', besides([1, 2])],
    ['a member of its own at a.note', besides([])],
    ['a member of its own at a.-1', besides([1], '-1')],
    ['a member of its own at a.1.5', besides([1], '1.5')],
    ['a member of its own at a.note', hidden([1, 2])],
    ['a member of its own at a.index', /b/.exec('abc') as object],
    ['a member of its own at a.raw', ((texts: TemplateStringsArray) => texts)`soup`],
    ['a member of its own at a.note', besides(new Date(0))],
    ['a member of its own at a.note', besides(new Map())],
    ['a member of its own at a.note', hidden(new Set())],
    ['a member named by a symbol at a', besides([1], Symbol('s'))],
    ['a member named by a symbol at a', besides(new Map(), Symbol('s'))],
    ['a member named by a symbol at a', besides({ b: 1 }, Symbol('s'))],
    ['a hidden member at a.note', hidden({ b: 1 })],
    ['a hidden member at a.note', hidden({})],
    ['bytes with members of their own at a', besides(new Uint8Array(3))],
    ['bytes with members of their own at a', besides(Buffer.from('abc'))],
    ['a hole at a.1', [1, , 3]], // oxlint-disable-line no-sparse-arrays
    ['a hole at a.0', Array(2)],
    ['a hole at a.1', Object.assign([1, , 3], { length: 4 })], // oxlint-disable-line no-sparse-arrays
  ])('is refused and not dropped: %s', (what, a) => {
    expect(refusalOf({ a })).toBe(`pantry:7: ${what} cannot be stored`);
  });

  it.each<[string, object]>([
    ['Shelf', Shelf.from([1])],
    ['Labels', new Labels()],
    ['Names', new Names()],
    ['Day', new Day(0)],
    ['Digest', new Digest(1)],
    ['URL', new URL('https://example.org')],
    ['DataView', new DataView(new ArrayBuffer(1))],
    ['SharedArrayBuffer', new SharedArrayBuffer(1)],
    ['Float32Array', new Float32Array(1)],
    ['Int8Array', new Int8Array(1)],
    ['String', Object('a') as object],
    ['Boolean', Object(false) as object],
    ['BigInt', Object(1n) as object],
    ['Symbol', Object(Symbol('s')) as object],
    ['TypeError', new TypeError('no')],
    ['WeakSet', new WeakSet()],
    ['URLSearchParams', new URLSearchParams()],
  ])('is refused where it is its class: %s', (name, value) => {
    expect(refusalOf([value])).toBe(`pantry:7: a ${name} at 0 cannot be stored`);
  });

  it('is a function where it speaks for itself, and no function is stored', () => {
    expect(refusalOf({ a: { toJSON: () => 'soup' } })).toContain('a function at a.toJSON');
    expect(roundTrip({ toJSON: 'only a name' })).toEqual({ toJSON: 'only a name' });
  });

  it('may be a getter: what it gives now is kept', () => {
    let asked = 0;
    const value = {
      get at() {
        return new Date((asked += 1));
      },
    };
    expect(roundTrip({ value, list: [1] })).toStrictEqual({ value: { at: new Date(asked) }, list: [1] });
  });

  it.each<[string, unknown]>([
    ['undefined in a list is no hole', [undefined, 1]],
    ['an empty list', []],
    ['a list of more than ten', Array.from({ length: 120 }, (_, at) => new Date(at))],
    ['a list of empty things', [[], {}, new Map(), new Set(), new Uint8Array()]],
    ['-0 in a list', [-0, 0]],
    ['dates in a set', new Set([new Date(1), new Date(1)])],
    ['dates as keys', new Map([[new Date(1), [new Map([[undefined, -0]])]]])],
    ['names like numbers', { 10: 'b', 2: 'a', '-1': 'c', '01': 'd' }],
  ])('is nothing: %s', (_, given) => {
    expect(roundTrip(given)).toStrictEqual(given);
  });

  it('is refused in the keys of a map as well', () => {
    expect(refusalOf(new Map([[Number.NaN, 1]]))).toBe('pantry:7: NaN at 0.0 cannot be stored');
    expect(refusalOf(new Map([[besides([]), 1]]))).toBe('pantry:7: a member of its own at 0.0.note cannot be stored');
  });

  it('comes back as bytes where it was a Buffer, of which only the part that it shows is kept', () => {
    const whole = Buffer.from('abcdef');
    const back = roundTrip(whole.subarray(2, 4));
    expect(back).toStrictEqual(new Uint8Array([99, 100]));
    expect(Buffer.isBuffer(back)).toBe(false);
  });

  it('does not keep a list or an object of another realm from being stored', () => {
    const list = structuredClone([1, [2]]);
    expect(roundTrip(list)).toEqual([1, [2]]);
  });
});

describe('a value that JSON would silently change', () => {
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

  it('is refused wherever in it that stands, and whatever else there is', () => {
    fc.assert(
      fc.property(notStorable, fc.array(wrapping, { maxLength: 5 }), ([what, thing], wrappings) => {
        const { value, path } = wrappings.reduce((inner, wrap) => wrap(inner), { value: thing, path: '' });
        const place = path.slice(1) || 'the value itself';
        expect(refusalOf(value)).toBe(`pantry:7: ${what} at ${place} cannot be stored`);
      }),
      { numRuns: 1000 },
    );
  });

  it('is refused when it is nested deeper than anybody means to, as long as the stack is', () => {
    const nested = (depth: number) => Array.from({ length: depth }).reduce((inner: unknown) => [inner], 7);
    expect(roundTrip(nested(500))).toEqual(nested(500));
    expect(refusalOf(nested(501))).toContain('what is nested more than 500 deep at 0.0.0.');
    expect(refusalOf(nested(100_000))).toContain('what is nested more than 500 deep at 0.0.0.');
  });

  it('may hold one thing twice, as long as it is not inside itself', () => {
    const egg = { name: 'egg' };
    expect(roundTrip([egg, egg, { egg }])).toEqual([egg, egg, { egg }]);
  });

  it('is no value of ours when it carries a mark that nobody makes', () => {
    const values = ['{"~":"object","v":null}', '{"~":"object","v":"x"}', '{"~":"map","v":3}', '{"~":"set","v":3}'];
    for (const json of [...values, '{"~":"no such mark"}', '{"~":"no such mark","v":[]}', '{"~":"date"}', '{']) {
      expect(() => jsonCodec.unpack({ encoding: 'json+', json })).toThrow(/mark|JSON/);
    }
  });
});
