import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isListItself, isObjectItself, isPlainJson, isWhole } from './plain-json.js';

/** Everything that JSON can and can't say, one inside of another. */
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(null, true, '', '~', 0, 1.5),
    fc.string(),
    fc.constantFrom<unknown>(undefined, -0, Number.NaN, Infinity, 1n, new Date(0), new Map(), Symbol('s'), () => 1),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'v', '__proto__', 'toJSON'), tie('value'), { maxKeys: 3 }),
  ),
}));

const asJson = (given: unknown) => JSON.parse(JSON.stringify(given)) as unknown;

describe('plain JSON', () => {
  it('is what comes back from its text as it was', () => {
    fc.assert(
      fc.property(value, (given) => {
        if (isPlainJson(given)) expect(asJson(given)).toEqual(given);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    null,
    true,
    '',
    0,
    -1.5,
    [],
    {},
    [[]],
    { a: [{ b: null }] },
    Object.create(null),
    JSON.parse('{"__proto__":1}'),
  ])('is %j', (given: unknown) => {
    expect(isPlainJson(given)).toBe(true);
  });

  it.each<[unknown]>([
    [undefined],
    [-0],
    [Number.NaN],
    [-Infinity],
    [1n],
    [Symbol('s')],
    [() => 1],
    [new Date(0)],
    [new Map()],
    [{ '~': 1 }],
    [{ a: undefined }],
    [[undefined]],
    [Array(1)],
    [Object.assign([1], { a: 1 })],
    [Object.assign(Array(1), { a: 1 })],
    [Object.defineProperty({}, 'a', { value: 1 })],
    [{ [Symbol('s')]: 1 }],
    [Object.create({})],
    [new (class extends Array {})()],
  ])('is not %p, nor what holds it', (given) => {
    for (const whole of [given, [given], { a: given }, [1, { a: [given] }]]) expect(isPlainJson(whole)).toBe(false);
  });

  it('is at most 500 levels deep, and no ring, however often it comes back to itself', () => {
    const nested = (depth: number) => Array.from({ length: depth }).reduce((inner: unknown) => [inner], 7);
    const named = (depth: number) => Array.from({ length: depth }).reduce((inner: unknown) => ({ inner }), 7);
    for (const make of [nested, named])
      expect([make(500), make(501)].map((each) => isPlainJson(each))).toEqual([true, false]);
    const ring: unknown[] = [];
    ring.push(ring, ring, ring);
    expect(isPlainJson(ring)).toBe(false);
  });
});

describe('a list', () => {
  it('is whole without holes and without anything beside its items', () => {
    const lists = [[], [1], [undefined], Array(1), Object.assign([1], { a: 1 }), Object.assign(Array(1), { a: 1 })];
    expect(lists.map(isWhole)).toEqual([true, true, true, false, false, false]);
  });

  it('is one itself unless it is of a class, whatever realm it comes from', () => {
    const lists = [
      [],
      structuredClone([]),
      new (class extends Array {})(),
      Object.setPrototypeOf([], null) as unknown[],
    ];
    expect(lists.map(isListItself)).toEqual([true, true, false, false]);
  });
});

describe('an object', () => {
  it('is one itself with the prototype of all, or with none', () => {
    const objects = [{}, Object.create(null) as object, Object.create({}) as object, new Date(), new (class A {})()];
    expect(objects.map(isObjectItself)).toEqual([true, true, false, false, false]);
  });
});
