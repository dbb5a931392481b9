import { afterEach, describe, expect, it } from '@jest/globals';
import { Cache } from './cache.js';
import { hours, milliseconds } from './duration.js';
import { Events } from './events.js';
import type { FarRead } from './far/far.tier.js';
import { GuardedTier } from './far/guarded.tier.js';
import { fenceName, Fences } from './fences.js';
import { Shelf } from './near/shelf.js';
import { defineRegion } from './region.js';
import { Registry } from './registry.js';
import { Scouts } from './scouts.js';
import { Stock } from './stock.js';
import { defineTag } from './tag.js';
import { Departures } from './telemetry/departures.js';
import { Drops } from './telemetry/drops.js';
import { Misses } from './telemetry/misses.js';
import { SharedStore, StoreTier } from './testing/store.tier.js';
import { TestClock } from './testing/test.clock.js';
import { Ticks } from './ticks.js';
import { Trust } from './trust.js';

const jarTag = defineTag<[id: number]>('jar');
const jars = defineRegion<number, string>({
  name: 'jars',
  version: 1,
  freshFor: hours(1),
  key: (id) => [id],
  tags: (id) => [jarTag(id)],
});
/** Large and seldom asked for: no memory is spent on them. */
const barrels = defineRegion<number, string>({ ...jars.options, name: 'barrels', tiers: 'far' });
/** Of this process alone. */
const spoons = defineRegion<number, string>({ ...jars.options, name: 'spoons', tiers: 'near' });
const shelves = defineRegion<number, string>({
  name: 'shelves',
  version: 1,
  freshFor: hours(1),
  key: (id) => [id],
  tags: () => [],
});
/** Over four kibibytes: it lies in the store compressed. */
const LARGE = 'egg '.repeat(2000);

/** A tier whose answers are held back while it is slow: what it read by then is what it brings. */
class SlowTier extends StoreTier {
  reads: (string | undefined)[] = [];
  isClosed = false;
  #gate: Promise<void> | undefined;
  arrive: () => void = () => undefined;

  slow(): void {
    this.#gate = new Promise((resolve) => (this.arrive = resolve));
  }

  quick(): void {
    this.#gate = undefined;
  }

  override async read(key: string | undefined, fences: readonly string[]): Promise<FarRead> {
    this.reads.push(key);
    const gate = this.#gate;
    const read = await super.read(key, fences);
    await gate;
    return read;
  }

  override async close(): Promise<void> {
    this.isClosed = true;
    await super.close();
  }
}

/** A process that has waited for a while already. */
class LateClock extends TestClock {
  override waited(): number {
    return 5000 + this.elapsed();
  }
}

const opened: Cache[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((cache) => cache.close()));
});

/** One node that asks through a slow tier, and another one that wrote what there is. */
async function twoNodes(value = 'egg') {
  const store = new SharedStore();
  const clock = new LateClock();
  const far = new SlowTier(store);
  const other = new StoreTier(store);
  const here = new Cache({ clock, random: () => 0.5, far, deadlineMs: 10_000 });
  const there = new Cache({ clock, random: () => 0.5, far: other });
  opened.push(here, there);
  await there.read(jars, 1, () => Promise.resolve(value));
  const loads: string[] = [];
  const load = (brought: string) => async () => {
    loads.push(brought);
    return brought;
  };
  return { here, there, far, other, store, clock, load, loads };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

describe('what lies in the far tier', () => {
  it('is asked for once, however many want it, and no source is', async () => {
    const { here, far, load, loads } = await twoNodes();
    const answers = await Promise.all(Array.from({ length: 100 }, () => here.read(jars, 1, load('new'))));
    expect(new Set(answers)).toEqual(new Set(['egg']));
    expect(far.reads).toEqual(['jars:1']);
    expect(loads).toEqual([]);
    expect(here.counts.get('jars')).toMatchObject({ farHits: 100, coalesced: 99 });
    expect((await here.fetch(jars, 1, load('new'))).from).toBe('memory');
  });

  it.each([
    ['has to be unpacked first', LARGE],
    ['is told by its text alone', 'egg'],
  ])('is not asked for again where it %s', async (_, value) => {
    const { here, far, load } = await twoNodes(value);
    expect(await here.read(jars, 1, load('new'))).toBe(value);
    expect(far.reads).toEqual(['jars:1']);
  });

  it('is told at once to who seeks it, as what is kept for the next', async () => {
    const { here, far } = await twoNodes();
    expect(await here.seek(jars, 1)).toMatchObject({ served: { value: 'egg', from: 'redis', stored: true } });
    expect(far.reads).toEqual(['jars:1']);
    expect(here.seek(jars, 1)).toBeUndefined();
  });

  it('wears a reader’s patience by the time that was waited for it, and by none before', async () => {
    const { here, far, clock } = await twoNodes();
    far.slow();
    const sought = here.seek(jars, 2);
    clock.advance(milliseconds(7));
    far.arrive();
    expect(await sought).toMatchObject({ sighting: { waitedMs: 7 } });
  });

  it('is asked for again once what it brought was announced as changed', async () => {
    const { here, there, far, load } = await twoNodes();
    expect(await here.read(jars, 1, load('new'))).toBe('egg');
    await there.invalidate(jarTag(1));
    expect(await here.read(jars, 1, load('new'))).toBe('new');
    expect(far.reads).toEqual(['jars:1', 'jars:1']);
  });

  it('is not asked for where its region stays in memory', async () => {
    const { here, far, load } = await twoNodes();
    expect(await here.read(spoons, 1, load('new'))).toBe('new');
    expect(far.reads).toEqual([]);
  });

  it('is asked for each time where its region keeps none of it in memory', async () => {
    const { here, there, far, load } = await twoNodes();
    await there.read(barrels, 1, load('egg'));
    for (const from of ['redis', 'redis']) expect((await here.fetch(barrels, 1, load('new'))).from).toBe(from);
    expect(far.reads).toEqual(['barrels:1', 'barrels:1']);
    expect(here.memory.entries).toBe(0);
  });

  it('is waited for when the cache is closed, before the far tier is let go of', async () => {
    const { here, far, load } = await twoNodes();
    far.slow();
    const answer = here.read(jars, 1, load('new'));
    const closed = here.close();
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(far.isClosed).toBe(false);
    far.arrive();
    expect(await answer).toBe('egg');
    await closed;
    expect(far.isClosed).toBe(true);
  });

  it('is counted once for each who waits for it, where it is not there as well', async () => {
    const { here, load, loads } = await twoNodes();
    await Promise.all(Array.from({ length: 100 }, () => here.read(jars, 2, load('new'))));
    expect(loads).toEqual(['new']);
    expect(here.counts.get('jars')).toMatchObject({ misses: 100, coalesced: 99 });
  });

  it('is not asked for again by the load of what is missing', async () => {
    const { here, far, load } = await twoNodes();
    expect(await here.read(jars, 2, load('new'))).toBe('new');
    expect(far.reads).toEqual(['jars:2']);
  });

  it('is not asked for again where it could not be asked for', async () => {
    const { here, far, load } = await twoNodes();
    far.fault = 'refuses';
    expect(await here.read(jars, 1, load('new'))).toBe('new');
    expect(far.reads).toEqual(['jars:1']);
  });

  it('is asked for anew after anything was announced meanwhile', async () => {
    const { here, far, load, loads } = await twoNodes();
    far.slow();
    const answer = here.read(jars, 1, load('new'));
    await here.invalidate(jarTag(2));
    far.quick();
    far.arrive();
    expect(await answer).toBe('egg');
    expect(far.reads).toEqual(['jars:1', 'jars:1']);
    expect(loads).toEqual([]);
  });

  it('does not take the place of what was loaded meanwhile', async () => {
    const { here, far, load } = await twoNodes();
    far.slow();
    const answer = here.read(jars, 1, load('new'));
    far.quick();
    await here.refresh(jars, 1, load('newer'));
    far.arrive();
    expect(await answer).toBe('newer');
    expect(await here.read(jars, 1, load('new'))).toBe('newer');
  });

  it.each(['still on its way', 'just in'])(
    'is no news to a load that began after it was asked for, %s',
    async (when) => {
      const { here, there, far, other, load } = await twoNodes(LARGE);
      far.slow();
      const early = here.read(jars, 1, load('new'));
      await until(() => far.reads.length === 1);
      // A change whose message is lost: who asks from now on is told, and who asked before is not.
      other.losesMessages = true;
      await there.invalidate(jarTag(1));
      far.quick();
      const outer = here.read(shelves, 1, async () => {
        if (when === 'just in') far.arrive();
        if (when === 'just in') await early;
        const inside = here.read(jars, 1, load('new'));
        far.arrive();
        return inside;
      });
      expect(await outer).toBe('new');
      expect(await early).not.toBe('');
    },
  );
});

it('what a scout brings and memory does not keep leaves no fence behind', async () => {
  const { there, store, clock, load } = await twoNodes();
  await there.read(barrels, 1, load('egg'));
  const { scouts, fences, slot } = aScoutOn(store, clock);
  expect(await scouts.reportOn(slot)).toMatchObject({ landing: { from: 'redis', entry: { content: 'egg' } } });
  expect(fences.size).toBe(0);
});

/** Scouts by themselves, with the fences that they hold, and a read of what lies in the store. */
function aScoutOn(store: SharedStore, clock: TestClock) {
  const [fences, registry, events, ticks] = [new Fences(), new Registry(), new Events(), new Ticks()];
  const far = new GuardedTier(new StoreTier(store), clock, { deadlineMs: 1000, onStateChange: () => undefined });
  const departures = new Departures();
  const near = new Shelf(1_000_000, fences, registry, departures);
  const misses = new Misses(clock, registry, departures, new Drops(registry, events));
  const trust = new Trust({ clock, ticks, far, windowMs: 1000 });
  const stock = new Stock(clock, () => 0.5);
  const scouts = new Scouts(
    { clock, ticks, near, far, stock, events, registry, trust, misses, softLimitMs: undefined },
    fences,
  );
  const source = { ask: () => Promise.reject(new Error('nobody is to be asked')), elsewhere: () => undefined };
  const localFences = [fenceName.region('barrels'), fenceName.tag('jar:1')];
  const slot = {
    region: barrels,
    key: 'barrels:1',
    localFences,
    fenceNames: [fenceName.key('barrels:1'), ...localFences],
    source,
  };
  return { scouts, fences, slot };
}
