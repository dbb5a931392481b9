import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Announcement } from './far.tier.js';
import { OwedDrops } from './owed-drops.js';

const REGIONS = ['r:pantry', 'r:recipes'];
const names = (prefix: string) =>
  fc.uniqueArray(
    fc.nat(5).map((id) => `${prefix}${id}`),
    { maxLength: 3 },
  );
const announcement: fc.Arbitrary<Announcement> = fc.record({ fences: names('t:'), keys: names('k:') });

/** One thing after another: a drop that can't be made, or a try to make them all, in the midst of which others can't be made. */
const step = fc.oneof(
  announcement.map((drop) => ({ drop })),
  fc.record({ works: fc.boolean(), meanwhile: fc.array(announcement, { maxLength: 2 }) }),
);

const namesOf = ({ fences, keys }: Announcement) => [...fences, ...keys];

describe('drops that are owed', () => {
  it('are each made after they were owed, none twice, none forgotten', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const owed = new OwedDrops(() => REGIONS);
        let model = new Set<string>();
        const owe = (drop: Announcement) => {
          owed.add(drop);
          for (const name of namesOf(drop)) model.add(name);
        };

        for (const what of steps) {
          if ('drop' in what) owe(what.drop);
          else {
            const due = new Set(model);
            let asked = new Set<string>();
            const made = owed.payAll(async (drop) => {
              asked = new Set(namesOf(drop));
              if (what.works) model = new Set();
              what.meanwhile.forEach(owe);
              if (!what.works) throw new Error('the store is away');
            });
            expect(
              await made.then(
                () => true,
                () => false,
              ),
            ).toBe(what.works);
            expect(asked).toEqual(due);
          }
          expect(owed.size).toBe(model.size);
          for (const fence of ['t:0', 't:1', 't:5']) expect(owed.touches(undefined, [fence])).toBe(model.has(fence));
          expect(owed.touches('k:1', [])).toBe(model.has('k:1'));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are bounded: beyond ten thousand names every region is dropped instead, those too that came later', async () => {
    const regions = [...REGIONS];
    const owed = new OwedDrops(() => regions);
    for (let id = 0; id < 100_000; id += 1) owed.add({ fences: [`t:${id}`], keys: [`k:${id}`] });
    expect(owed.size).toBe(1);
    expect(owed.touches('anything', ['t:unheard of'])).toBe(true);

    regions.push('r:accounts');
    const made: Announcement[] = [];
    await owed.payAll(async (drop) => void made.push(drop));
    expect(made).toEqual([{ fences: regions, keys: [] }]);
    expect([owed.size, owed.touches('anything', ['t:1'])]).toEqual([0, false]);
  });

  it('that were owed in the midst of a payment for all of them stay owed', async () => {
    const owed = new OwedDrops(() => REGIONS);
    for (let id = 0; id < 10_001; id += 1) owed.add({ fences: [`t:${id}`], keys: [] });
    await owed.payAll(async () => owed.add({ fences: ['t:7'], keys: [] }));
    expect(owed.touches(undefined, ['t:7'])).toBe(true);
  });
});
