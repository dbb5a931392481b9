import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { encodeKey, headOf, isUnder, regionOf, type KeyPart } from './key.js';

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
    { weight: 2, arbitrary: fc.array(tie('part'), { maxLength: 3 }) },
  ),
}));
const parts = fc.array(part, { maxLength: 4 });

/** One text for each list, made in another way: JSON tells any two texts apart, and the type stands before all else. */
function told(value: KeyPart): string {
  if (Array.isArray(value)) return `[${value.map(told).join('|')}]`;
  return typeof value === 'string' ? JSON.stringify(value) : `${typeof value} ${String(value)}`;
}

const isSharedRightly = (one: readonly KeyPart[], other: readonly KeyPart[]) =>
  (encodeKey(one) === encodeKey(other)) === (told(one) === told(other));

/** What becomes of a text that is written as UTF-8: every lone surrogate is the same sign. */
const wellFormed = (text: string) => Buffer.from(text).toString();

type Parts = readonly KeyPart[];
const isText = (part: KeyPart) => typeof part === 'string';
const pasted = (list: Parts, mark: string) => list.map(String).join(mark);

/** Small changes of one part that a careless encoding does not notice: of its type, its nesting, what looks encoded already. */
const OTHERWISE: readonly ((part: KeyPart) => KeyPart)[] = [
  String,
  (part) => `${typeof part === 'bigint' ? '~n' : '~'}${String(part)}`,
  (part) => [part],
  (part) => (Array.isArray(part) ? part.join(',') : part),
  (part) => (Array.isArray(part) ? encodeKey([part as KeyPart]) : part),
  (part) => (isText(part) ? encodeURIComponent(wellFormed(part)) : part),
  (part) => (isText(part) ? wellFormed(part) : part),
  (part) => (isText(part) ? part.normalize('NFD') : part),
  (part) => (isText(part) ? part.toUpperCase() : part),
  (part) => (isText(part) && part !== '' && Number.isFinite(Number(part)) ? Number(part) : part),
  (part) => (typeof part === 'number' && Number.isInteger(part) ? BigInt(part) : part),
  (part) => part ?? (part === null ? undefined : null),
];

/** Small changes of a list, at one of its places: of who a sign or a part belongs to. */
const ELSEWHERE: readonly ((list: Parts, at: number) => Parts)[] = [
  ...OTHERWISE.map(
    (change) => (list: Parts, at: number) => list.map((part, place) => (place === at ? change(part) : part)),
  ),
  ...['', ',', ':', '%3A', '~'].flatMap((mark) => [
    (list: Parts) => [pasted(list, mark)],
    (list: Parts) => pasted(list, mark).split(mark),
    (list: Parts, at: number) => list.toSpliced(at, 2, pasted(list.slice(at, at + 2), mark)),
  ]),
  (list, at) => list.toSpliced(at, 2, list.slice(at, at + 2)),
  (list, at) => list.toSpliced(at, 2, ...moved(list[at], list[at + 1])),
  (list, at) => list.toSpliced(at, 1),
  (list) => list.flat(),
  (list) => [list],
  (list) => list.toReversed(),
  (list) => [encodeKey(list)],
  ...['', null, undefined, []].map((last) => (list: Parts) => [...list, last]),
];

/** The last sign of one begins the other. */
function moved(one: KeyPart, other: KeyPart): Parts {
  return isText(one) && isText(other) ? [one.slice(0, -1), `${one.slice(-1)}${other}`] : [one, other];
}

/** The list with a change somewhere in it: the path leads there, as far as there are lists inside of lists. */
function changed(list: Parts, [at = 0, ...path]: readonly number[], change: (typeof ELSEWHERE)[number]): Parts {
  const place = at % Math.max(1, list.length);
  const inner = list[place];
  if (path.length === 0 || !Array.isArray(inner)) return change(list, place);
  return list.with(place, changed(inner as Parts, path, change));
}

/** Two lists that are hard to tell from each other. */
const pairs = fc
  .tuple(parts, fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), fc.constantFrom(...ELSEWHERE))
  .map(([one, path, change]) => [one, changed(one, path, change)] as const);
const LONG = 'x'.repeat(200);

describe('a key', () => {
  it('is shared by two lists of parts only if they are the same, type by type', () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => isSharedRightly(one, other)),
      { numRuns: 5000 },
    );
  });

  it('is shared by no two that are nearly the same, of ten thousand pairs, be they short or too long', () => {
    fc.assert(
      fc.property(
        pairs,
        ([one, other]) => isSharedRightly(one, other) && isSharedRightly([LONG, ...one], [LONG, ...other]),
      ),
      { numRuns: 10_000 },
    );
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
    [['\uD83D\u0003A'], ['\uD83D\u003A']],
    [['a', []], ['a:()']],
    [['~a'], ['~~a']],
    [['('], ['undefined']],
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
    expect(encodeKey(["*(don't!)", '~a', '', 10n, true])).toBe('%2A%28don%27t%21%29:%7Ea:~s:~n10:~true');
    expect(encodeKey(['a\uD83D:', 1.5, -7, 1e21])).toBe('a%uD83D%u003A:1.5:-7:1e%2B21');
  });

  it('is short and plain whatever it is made of', () => {
    fc.assert(
      fc.property(fc.array(part), (list) => {
        expect(encodeKey(list)).toMatch(/^[A-Za-z0-9._~:%(),-]{0,200}$/);
      }),
    );
  });

  it('keeps a readable head when it is too long, and only then', () => {
    expect(encodeKey(['x'.repeat(200)])).toBe('x'.repeat(200));
    expect(encodeKey([7, 'x'.repeat(1000)])).toMatch(/^7:x{118}%~[\w-]{43}$/);
    expect(encodeKey(['x'.repeat(201)])).toMatch(/^x{120}%~[\w-]{43}$/);
  });

  it.each<[unknown, string]>([
    [Number.NaN, 'NaN cannot'],
    [-Infinity, '-Infinity cannot'],
    [{}, 'not object'],
    [new Date(0), 'not object'],
    [() => 1, 'not function'],
    [Symbol('s'), 'not symbol'],
  ])('refuses %p, inside a list as well, and says what it is', (wrong, said) => {
    const refusal = expect.objectContaining({ code: 'KEY_INVALID', message: expect.stringContaining(said) });
    expect(() => encodeKey([wrong as KeyPart])).toThrow(refusal);
    expect(() => encodeKey([7, ['a', wrong as KeyPart]])).toThrow(refusal);
  });
});

describe('what is found again of one person, by the head of its keys', () => {
  const headFor = (first: KeyPart) => `recipes:${headOf(first)}`;
  const keyFor = (...parts: KeyPart[]) => `recipes:${encodeKey(parts)}`;

  it('is all that begins with them, and nothing of who is called alike or lies elsewhere', () => {
    expect(isUnder(keyFor(7), headFor(7))).toBe(true);
    expect(isUnder(keyFor(7, 'quick'), headFor(7))).toBe(true);
    expect(isUnder(keyFor(77), headFor(7))).toBe(false);
    expect(isUnder(keyFor(8, 'quick'), headFor(7))).toBe(false);
    expect(isUnder(keyFor('7'), headFor(7))).toBe(false);
    expect(isUnder('pantry:7', headFor(7))).toBe(false);
  });

  it('is also what has a name too long to be read to its end', () => {
    const name = 'x'.repeat(300);
    expect(headOf(name)).toBe('x'.repeat(120));
    expect(isUnder(keyFor(name, 'quick'), headFor(name))).toBe(true);
  });

  it('leaves alone whose name goes on, where it can be read to its end', () => {
    for (const length of [112, 113, 119]) {
      expect(isUnder(keyFor('x'.repeat(length + 1)), headFor('x'.repeat(length)))).toBe(false);
    }
  });
});

it('the key of an entry says which region it is of, whatever its parts are', () => {
  expect(['pantry:7', 'recipe.similar:', 'pantry:recipes:7'].map(regionOf)).toEqual([
    'pantry',
    'recipe.similar',
    'pantry',
  ]);
});
