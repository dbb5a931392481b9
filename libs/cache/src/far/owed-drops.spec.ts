import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Announcement } from './far.tier.js';
import { OwedDrops } from './owed-drops.js';

const names = (prefix: string) =>
  fc.uniqueArray(
    fc.nat(5).map((id) => `${prefix}${id}`),
    { maxLength: 3 },
  );
const announcement: fc.Arbitrary<Announcement> = fc.record(
  { fences: names('t:'), keys: names('k:'), heads: names('h:') },
  { requiredKeys: ['fences', 'keys'] },
);

/** One thing after another: a drop that can't be made, or a try to make them all, in the midst of which others can't be made. */
const step = fc.oneof(
  announcement.map((drop) => ({ drop })),
  fc.record({ works: fc.boolean(), meanwhile: fc.array(announcement, { maxLength: 2 }) }),
);

/** All that is dropped when they are paid now. */
async function paid(owed: OwedDrops): Promise<Announcement[]> {
  const made: Announcement[] = [];
  await owed.payAll(async (drop) => void made.push(drop));
  return made;
}

const namesOf = ({ fences, keys, heads = [] }: Announcement) => [...fences, ...keys, ...heads];

describe('drops that are owed', () => {
  it('are each made after they were owed, none twice, none forgotten', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const owed = new OwedDrops();
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

  it('are kept apart up to ten thousand names, however often each is owed', async () => {
    const owed = new OwedDrops();
    for (let time = 0; time < 3; time += 1) {
      for (let id = 0; id < 5000; id += 1) owed.add({ fences: [`t:${id}`], keys: [`k:${id}`] });
    }
    expect([owed.size, owed.touches('k:5000', ['t:5000'])]).toEqual([10_000, false]);
    const [made] = await paid(owed);
    expect([made?.fences, made?.keys].map((names) => names?.length)).toEqual([5000, 5000]);
  });

  it('are bounded: beyond ten thousand names all there is is dropped instead, under whatever names it lies', async () => {
    const owed = new OwedDrops();
    for (let id = 0; id < 100_000; id += 1) owed.add({ fences: [`t:${id}`], keys: [`k:${id}`] });
    expect(owed.size).toBe(1);
    expect(owed.touches('anything', ['t:unheard of'])).toBe(true);
    expect(owed.touches(undefined, [])).toBe(true);

    expect(await paid(owed)).toEqual([{ fences: ['all'], keys: [], heads: [] }]);
    expect([owed.size, owed.touches('anything', ['t:1'])]).toEqual([0, false]);
  });

  it('are kept apart again once all there was is dropped', async () => {
    const owed = new OwedDrops();
    for (let id = 0; id < 10_001; id += 1) owed.add({ fences: [`t:${id}`], keys: [] });
    await paid(owed);
    owed.add({ fences: ['t:7'], keys: ['k:7'] });
    expect([owed.size, owed.touches('k:8', ['t:8']), owed.touches('k:7', [])]).toEqual([2, false, true]);
    expect(await paid(owed)).toEqual([{ fences: ['t:7'], keys: ['k:7'], heads: [] }]);
  });

  it('that were owed in the midst of a payment for all of them stay owed', async () => {
    const owed = new OwedDrops();
    for (let id = 0; id < 10_001; id += 1) owed.add({ fences: [`t:${id}`], keys: [] });
    await owed.payAll(async () => owed.add({ fences: ['t:7'], keys: [] }));
    expect(owed.touches(undefined, ['t:7'])).toBe(true);
  });
});
