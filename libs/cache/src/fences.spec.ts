import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { announcedSoFar, expiredAtOf, fenceName, Fences, isUnchanged, stampOf, tagsIn, type Fence } from './fences.js';

const NAMES = ['t:a', 't:b', 'r:c', 't:nobody'];

/** What may be announced, of any of the fences, held or not. */
const announcement = fc.record({
  kind: fc.constantFrom('changed' as const, 'expired' as const),
  names: fc.subarray(NAMES),
});

function announce(fences: Fences, { kind, names }: typeof announcement extends fc.Arbitrary<infer A> ? A : never) {
  if (kind === 'changed') fences.raise(names);
  else fences.expire(names, 7);
}

describe('fences', () => {
  it('are forgotten when nothing held depends on them any more, and not before', () => {
    const fences = new Fences();
    const held = fences.hold(['t:a', 't:b']);
    const again = fences.hold(['t:a']);
    expect(again[0]).toBe(held[0]);
    fences.release(held);
    expect(fences.size).toBe(1);
    fences.raise(['t:a']);
    expect(stampOf(again)).toBeGreaterThan(0);
    fences.release(again);
    expect(fences.size).toBe(0);
  });

  it('cost no memory when nothing held depends on what is announced', () => {
    const fences = new Fences();
    fences.raise(['t:a']);
    fences.expire(['t:b'], 1);
    expect(fences.size).toBe(0);
  });

  it('are one list for all that depends on the same one alone, and one for each on several', () => {
    const fences = new Fences();
    expect(fences.hold(['t:a'])).toBe(fences.hold(['t:a']));
    expect(fences.hold(['t:a', 't:b'])).not.toBe(fences.hold(['t:a', 't:b']));
    expect(fences.hold([])).toEqual([]);
  });

  it('tell of everything that is announced, and in the process of what something depends on, always by another figure', () => {
    const fences = new Fences();
    fences.hold(['t:a', 'r:c']);
    const seen = new Set<number>();
    const process = [announcedSoFar()];
    for (const kind of ['changed', 'expired'] as const) {
      for (const names of [['t:a'], ['t:nobody'], ['t:a', 'r:c']]) {
        announce(fences, { kind, names });
        seen.add(fences.announced);
        process.push(announcedSoFar());
      }
    }
    expect([...seen]).toEqual([1, 2, 3, 4, 5, 6]);
    const [start = 0] = process;
    expect(process.map((now) => now - start)).toEqual([0, 1, 1, 3, 4, 4, 6]);
  });

  it('stand for nothing any more, each of them, when nobody knows what changed', () => {
    const fences = new Fences();
    const [one, other] = [fences.hold(['t:a']), fences.hold(['r:c', 't:b'])];
    const before = [one, other].map(stampOf);
    fences.raiseAll();
    expect([one, other].map((held, at) => isUnchanged(before[at] as number, stampOf(held)))).toEqual([false, false]);
  });

  it('tell a change, and what is merely past its time, from nothing at all, whatever else is announced', () => {
    fc.assert(
      fc.property(fc.array(announcement, { maxLength: 12 }), (announcements) => {
        const fences = new Fences();
        const held = fences.hold(['t:a', 'r:c']);
        const before = stampOf(held);
        for (const one of announcements) announce(fences, one);

        const heard = announcements.filter(({ names }) => names.includes('t:a') || names.includes('r:c'));
        expect(stampOf(held) === before).toBe(heard.length === 0);
        expect(isUnchanged(before, stampOf(held))).toBe(heard.every(({ kind }) => kind === 'expired'));
      }),
    );
  });

  it('take more expiries than can be counted for a change, never a change for expiries', () => {
    const fences = new Fences();
    const held = fences.hold(['t:a', 't:b']) as [Fence, Fence];
    held[0].epoch = 2 ** 26 - 2;
    const before = stampOf(held);
    fences.expire(['t:b'], 1);
    expect(isUnchanged(before, stampOf(held))).toBe(true);
    fences.expire(['t:b'], 2);
    expect(isUnchanged(before, stampOf(held))).toBe(false);
  });

  it('know when what depends on all of them was past its time last', () => {
    const fences = new Fences();
    const held = fences.hold(['t:a', 't:b']);
    expect(expiredAtOf(held)).toBe(-Infinity);
    expect(expiredAtOf([])).toBe(-Infinity);
    fences.expire(['t:b'], 20);
    fences.expire(['t:nobody', 't:a'], 10);
    expect(expiredAtOf(held)).toBe(20);
  });

  it('are called in the far tier by what they fence', () => {
    const names = [fenceName.key('pantry:7'), fenceName.region('pantry'), fenceName.tag('pantry:7')];
    expect(names).toEqual(['k:pantry:7', 'r:pantry', 't:pantry:7']);
  });

  it('name their tags, and nothing that is none', () => {
    const names = ['k:t:7', 't:pantry:7', 'r:pantry', 'all', 't:t:', 'r:t:'];
    expect(tagsIn(names.map((name) => ({ name })))).toEqual(['pantry:7', 't:']);
  });
});
