import { describe, expect, it } from '@jest/globals';
import { hours, milliseconds, minutes } from '../duration.js';
import { TestClock } from '../testing/test.clock.js';
import { bytesOf } from '../bytes-of.js';
import { memoize, type MemoizeOptions } from './memoize.js';

/** A function that counts how often it was entered. */
function counted<A extends readonly unknown[], R>(make: (...args: A) => R) {
  const source = { entered: 0, make: (...args: A): R => ((source.entered += 1), make(...args)) };
  return source;
}

describe('a memoized function', () => {
  it('is entered once for the same arguments, and tells its hits and misses', () => {
    const source = counted((grams: number, name: string) => ({ name, kcal: grams * 7 }));
    const kcalOf = memoize(source.make, { max: 10 });
    expect([kcalOf(2, 'egg'), kcalOf(2, 'egg'), kcalOf(3, 'egg')].map(({ kcal }) => kcal)).toEqual([14, 14, 21]);
    expect(source.entered).toBe(2);
    expect(kcalOf.report).toMatchObject({ hits: 1, misses: 2, coalesced: 0, entries: 2 });
  });

  it.each([[undefined], [null], [0], [''], [false], [[]]])('keeps %j as well', (value) => {
    const source = counted(() => value);
    const memoized = memoize(source.make, { max: 1 });
    expect([memoized(), memoized()]).toEqual([value, value]);
    expect(source.entered).toBe(1);
  });

  it('tells apart what is not the same', () => {
    const different = [[1], ['1'], [1, 1], ['1:1'], [[1, 1]], [null], [undefined], ['~null'], [], [''], [1n], [-0.5]];
    const source = counted((...args: readonly unknown[]) => args.length);
    const memoized = memoize(source.make, { max: 100 });
    for (const args of different) memoized(...args);
    expect(source.entered).toBe(different.length);
  });

  it('takes of its arguments what it is told by', () => {
    const source = counted((item: { id: number; note: string }) => item.note);
    const noteOf = memoize(source.make, { max: 10, key: ({ id }) => [id] });
    expect([noteOf({ id: 1, note: 'a' }), noteOf({ id: 1, note: 'b' }), noteOf({ id: 2, note: 'c' })]).toEqual([
      'a',
      'a',
      'c',
    ]);
  });

  it('refuses arguments that tell nothing apart, with the cure', () => {
    const memoized = memoize((item: object) => item, { max: 10 });
    expect(() => memoized({ id: 1 })).toThrow(
      expect.objectContaining({ code: 'KEY_INVALID', message: expect.stringContaining('not object') }),
    );
  });

  it('shares one promise among those who call at the same time', async () => {
    let land: (value: string) => void = () => undefined;
    const source = counted((_id: number) => new Promise<string>((resolve) => (land = resolve)));
    const memoized = memoize(source.make, { max: 1 });
    const answers = Array.from({ length: 100 }, () => memoized(7));
    land('soup');
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['soup']));
    expect(await memoized(7)).toBe('soup');
    expect(source.entered).toBe(1);
    expect(memoized.report).toMatchObject({ hits: 1, misses: 1, coalesced: 99 });
  });

  it('keeps those waiting together even where there is room for nobody', async () => {
    const source = counted(async (id: number) => id);
    const memoized = memoize(source.make, { max: 1 });
    await Promise.all([1, 2, 3, 1, 2, 3].map((id) => memoized(id)));
    expect(source.entered).toBe(3);
    expect(memoized.report.entries).toBe(1);
  });

  it('keeps no error, thrown or rejected, and gives it to all who wait', async () => {
    const fails = [new Error('burnt'), new Error('raw')];
    const source = counted((_id: number): Promise<string> => {
      const error = fails.shift();
      return error ? Promise.reject(error) : Promise.resolve('soup');
    });
    const memoized = memoize(source.make, { max: 1 });
    const answers = await Promise.allSettled([memoized(1), memoized(1)]);
    expect(answers.map((answer) => answer.status === 'rejected' && (answer.reason as Error).message)).toEqual([
      'burnt',
      'burnt',
    ]);
    await expect(memoized(1)).rejects.toThrow('raw');
    expect(await memoized(1)).toBe('soup');

    const thrown = counted((): string => {
      if (thrown.entered === 1) throw new Error('once');
      return 'then';
    });
    const throwing = memoize(thrown.make, { max: 1 });
    expect(throwing).toThrow('once');
    expect(throwing()).toBe('then');
  });

  it('asks again when its time is over', () => {
    const clock = new TestClock();
    const source = counted((id: number) => id);
    const memoized = memoize(source.make, { max: 10, ttl: '1m', clock });
    memoized(1);
    clock.setWall('2030-01-01T00:00:00Z');
    clock.advance(milliseconds(59_999));
    memoized(1);
    expect(source.entered).toBe(1);
    clock.advance(milliseconds(1));
    memoized(1);
    expect(source.entered).toBe(2);
  });

  it('counts the time from when it was made, not from when it was begun', async () => {
    const clock = new TestClock();
    let land: (value: string) => void = () => undefined;
    const source = counted(() => new Promise<string>((resolve) => (land = resolve)));
    const memoized = memoize(source.make, { max: 10, ttl: minutes(1), clock });
    const first = memoized();
    clock.advance(hours(1));
    land('slow');
    await first;
    clock.advance(milliseconds(59_999));
    expect(await memoized()).toBe('slow');
    expect(source.entered).toBe(1);
  });

  it('lets the least lately used make room', () => {
    const source = counted((id: number) => id);
    const memoized = memoize(source.make, { max: 2 });
    for (const id of [1, 2, 1, 3, 1, 2]) memoized(id);
    expect(source.entered).toBe(4);
    expect(memoized.report.entries).toBe(2);
  });

  it.each<[string, (id: number) => unknown]>([
    ['bytes', () => Buffer.alloc(400_000)],
    ['typed arrays', () => new Float64Array(50_000)],
    ['texts', () => 'x'.repeat(400_000)],
    ['wide texts', () => '\u20ac'.repeat(200_000)],
    ['what is inside objects', () => ({ pictures: [Buffer.alloc(200_000), new Map([['b', Buffer.alloc(200_000)]])] })],
    ['a small part of something large', () => Buffer.alloc(400_000).subarray(0, 10)],
  ])('keeps within its bytes: %s', (_, make) => {
    const memoized = memoize(make, { maxBytes: 1_000_000 });
    for (const id of [1, 2, 3, 4]) memoized(id);
    expect(memoized.report.entries).toBe(2);
    expect(memoized.report.bytes).toBeGreaterThan(800_000);
    expect(memoized.report.bytes).toBeLessThan(802_000);
  });

  it('keeps within its bytes what a promise brings, and takes a given size', async () => {
    const memoized = memoize(async (id: number) => ({ id }), { maxBytes: 100, size: ({ id }) => 10 * id });
    for (const id of [1, 2, 3, 4]) await memoized(id);
    expect(memoized.report).toMatchObject({ entries: 4, bytes: 100 });
    await memoized(5);
    expect(memoized.report).toMatchObject({ entries: 2, bytes: 90 });
  });

  it('answers what is larger than all its room, and keeps what is there', () => {
    const source = counted((bytes: number) => Buffer.alloc(bytes));
    const memoized = memoize(source.make, { maxBytes: 10_000 });
    memoized(100);
    expect([memoized(20_000).length, memoized(20_000).length, memoized(100).length]).toEqual([20_000, 20_000, 100]);
    expect(source.entered).toBe(3);
  });

  it('lets nobody change what the next one gets', async () => {
    const made = memoize((id: number) => ({ id, tags: ['a'] }), { max: 10 });
    expect(() => made(1).tags.push('b')).toThrow(TypeError);
    expect(made(1)).toEqual({ id: 1, tags: ['a'] });
    const brought = memoize(async (id: number) => [id], { max: 10 });
    const list = await brought(1);
    expect(() => list.push(2)).toThrow(TypeError);
  });

  it('forgets everything when told to, what is under way included', async () => {
    const landings: ((value: string) => void)[] = [];
    const source = counted((_id: number) => new Promise<string>((resolve) => landings.push(resolve)));
    const memoized = memoize(source.make, { max: 10 });
    const before = memoized(1);
    memoized.clear();
    landings[0]?.('old');
    expect(await before).toBe('old');
    expect(memoized.report).toMatchObject({ entries: 0 });

    const after = memoized(1);
    landings[1]?.('new');
    expect([await after, await memoized(1)]).toEqual(['new', 'new']);
    expect(source.entered).toBe(2);
    memoized.clear();
    expect(memoized.report).toMatchObject({ entries: 0 });
  });

  it.each<[string, MemoizeOptions<[], number>]>([
    ['has no bound: give max or maxBytes', {}],
    ['was given max NaN: it must be a whole number from 1 to 16777216', { max: Number.NaN }],
    ['was given max -1: it must be a whole number from 1 to 16777216', { max: -1 }],
    ['was given max 0: it must be a whole number from 1 to 16777216', { max: 0 }],
    ['was given max 1.5: it must be a whole number from 1 to 16777216', { max: 1.5 }],
    ['was given max Infinity: it must be a whole number from 1 to 16777216', { max: Infinity }],
    ['was given maxBytes NaN: it must be', { maxBytes: Number.NaN }],
    ['was given maxBytes Infinity: it must be', { max: 1, maxBytes: Infinity }],
  ])('does not come about when it %s', (what, options) => {
    const message = expect.stringContaining(`memoize(kcal) ${what}`);
    const refused = expect.objectContaining({ code: 'MEMO_INVALID', message });
    expect(() =>
      memoize(function kcal() {
        return 1;
      }, options),
    ).toThrow(refused);
  });

  it.each<[unknown]>([[60], [Number.NaN], ['60'], ['0s'], ['-1s'], ['25d'], ['Infinityd']])(
    'refuses a ttl of %p',
    (ttl) => {
      const options = { max: 1, ttl } as MemoizeOptions<[], number>;
      expect(() => memoize(() => 1, options)).toThrow(expect.objectContaining({ code: 'DURATION_INVALID' }));
    },
  );

  it.each([Number.NaN, -1, Infinity])('refuses a result of size %p', (bytes) => {
    const memoized = memoize(() => 1, { maxBytes: 100, size: () => bytes });
    expect(memoized).toThrow(expect.objectContaining({ code: 'MEMO_INVALID' }));
  });
});

describe('the bytes of a value', () => {
  it('count what occurs twice once, and end where it ends in itself', () => {
    const body = Buffer.alloc(1000);
    const ring: { body: Buffer; again: Buffer; self?: unknown } = { body, again: body };
    ring.self = ring;
    expect(bytesOf(ring)).toBeLessThan(1100);
  });
});
