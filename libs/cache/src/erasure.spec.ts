import { afterEach, describe, expect, it } from '@jest/globals';
import { Cache } from './cache.js';
import { hours, milliseconds } from './duration.js';
import { defineRegion } from './region.js';
import { defineTag } from './tag.js';
import { SharedStore, StoreTier } from './testing/store.tier.js';
import { TestClock } from './testing/test.clock.js';

const cookTag = defineTag<[cook: string]>('cook');
interface Asked {
  readonly cook: string;
  readonly about: string;
}
const answers = defineRegion<Asked, string>({
  name: 'answers',
  version: 1,
  freshFor: hours(1),
  identity: ({ cook }) => cook,
  key: ({ about }) => [about],
  tags: ({ cook }) => [cookTag(cook)],
});
const shelves = defineRegion<string, string>({
  name: 'shelves',
  version: 1,
  freshFor: hours(1),
  identity: (cook) => cook,
  key: () => [],
});
/** Nobody's: that its keys look alike is chance. */
const recipes = defineRegion<string, string>({ name: 'recipes', version: 1, freshFor: hours(1), key: (id) => [id] });

const opened: Cache[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((cache) => cache.close()));
});

function aFleet(aTier = (store: SharedStore) => new StoreTier(store)) {
  const clock = new TestClock();
  const store = new SharedStore(clock);
  const [here, there] = [0, 1].map(() => {
    const tier = aTier(store);
    const cache = new Cache({ clock, far: tier, deadlineMs: 20 });
    opened.push(cache);
    for (const region of [answers, shelves, recipes]) cache.register(region);
    return { cache, tier };
  }) as [Instance, Instance];
  return { clock, store, here, there };
}
interface Instance {
  readonly cache: Cache;
  readonly tier: StoreTier;
}

async function fill({ cache }: Instance, cook: string): Promise<void> {
  for (const about of ['soup', 'stew', `pot ${'o'.repeat(300)}`]) await cache.put(answers, { cook, about }, cook);
  await cache.put(shelves, cook, cook);
  await cache.put(recipes, cook, cook);
}

/** Whose value, in the far tier and in this instance's memory. */
function namesIn(store: SharedStore, signs: string): string[] {
  return [...store.entries.keys(), ...store.tokens.keys()].filter((name) => name.includes(signs));
}

describe('erasing an identity', () => {
  it('leaves nothing of it in any tier of any instance, and everything of the others', async () => {
    const { store, here, there } = aFleet();
    for (const cook of ['ann', 'anna', 'bob']) for (const instance of [here, there]) await fill(instance, cook);
    await here.cache.invalidate(cookTag('ann'));
    expect(await here.cache.erase('ann')).toBe('gone');

    expect(namesIn(store, ':ann').filter((name) => !name.includes(':anna') && !name.includes('recipes:'))).toEqual([]);
    for (const { cache } of [here, there]) {
      expect(cache.counts.get('answers')?.entries).toBe(6);
      expect(cache.counts.get('shelves')?.entries).toBe(2);
      expect(await cache.peek(recipes, 'ann')).toBeDefined();
      for (const cook of ['anna', 'bob']) {
        expect((await cache.peek(answers, { cook, about: 'soup' }))?.value).toBe(cook);
        expect((await cache.peek(shelves, cook))?.value).toBe(cook);
      }
    }
  });

  it.each(['a*b', '[a]', 'a:b', '1', '', 'x'.repeat(150), 'ключ'])(
    'tells %.20j from all that looks like it',
    async (cook) => {
      const { store, here } = aFleet();
      const others = ['b', 'ab', 'a', 'aXb', '12', 'x', 'ключ!'];
      for (const each of [cook, ...others]) await here.cache.put(shelves, each, each);
      await here.cache.erase(cook);
      expect([...store.entries.keys()]).toEqual(others.map((other) => shelves.keyFor(other)));
      expect(await here.cache.peek(shelves, cook)).toBeUndefined();
    },
  );

  it('is to be made again while the far tier cannot be asked, and then is', async () => {
    const { store, here, clock } = aFleet();
    await fill(here, 'ann');
    here.tier.fault = 'refuses';
    expect(await here.cache.erase('ann')).toBe('again');
    expect(here.cache.counts.get('answers')?.entries).toBe(0);
    expect(namesIn(store, 'answers:ann')).not.toEqual([]);

    clock.advance(milliseconds(500));
    here.tier.heal();
    expect(await here.cache.erase('ann')).toBe('gone');
    expect(namesIn(store, 'answers:ann')).toEqual([]);
  });

  it('is to be made again when the far tier was lost on the way', async () => {
    const { here } = aFleet(
      (store) =>
        new (class extends StoreTier {
          override async *walk(texts: readonly string[]) {
            for await (const page of super.walk(texts)) {
              yield page;
              throw new Error('connection lost');
            }
          }
        })(store),
    );
    await fill(here, 'ann');
    expect(await here.cache.erase('ann')).toBe('again');
  });

  it('is impossible where the store cannot be walked through; memory forgets it all the same', async () => {
    const { here } = aFleet(
      (store) =>
        new (class extends StoreTier {
          override walk() {
            return undefined as never;
          }
        })(store),
    );
    await fill(here, 'ann');
    expect(await here.cache.erase('ann')).toBe('impossible');
    expect(here.cache.counts.get('answers')?.entries).toBe(0);
  });

  it('is done at once where there is no far tier', async () => {
    const cache = new Cache({ clock: new TestClock() });
    opened.push(cache);
    await cache.put(shelves, 'ann', 'jam');
    expect(await cache.erase('ann')).toBe('gone');
    expect(cache.memory.entries).toBe(0);
  });
});
