import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Cache, defineRegion, hours, milliseconds, minutes } from '#cache';
import { SharedStore, StoreTier, TestClock } from '#cache/testing';
import { Database } from '../database/database.js';
import { openEmbedded } from '../database/embedded.driver.js';
import { embeddedTemplate } from '../../test/harness/embedded-template.js';
import { erasures } from './erasures.tables.js';
import { Erasures } from './erasures.js';

const notesRegion = defineRegion<{ userId: number; page: number }, string>({
  name: 'notes',
  version: 1,
  freshFor: hours(1),
  identity: ({ userId }) => userId,
  key: ({ page }) => [page],
});

describe('a user who leaves', () => {
  let database: Database;
  let store: SharedStore;
  let clock: TestClock;

  beforeAll(async () => {
    database = new Database(await openEmbedded({ dataDir: 'memory:', templateTar: await embeddedTemplate() }));
  });
  beforeEach(async () => {
    await database.db.delete(erasures);
    clock = new TestClock();
    store = new SharedStore(clock);
  });
  afterAll(() => database.onApplicationShutdown());

  function anInstance() {
    const far = new StoreTier(store);
    const cache = new Cache({ clock, far, deadlineMs: 20 });
    cache.register(notesRegion);
    return { far, cache, erasures: new Erasures(database, cache, clock) };
  }
  const noted = async () => (await database.db.select().from(erasures)).map(({ userId }) => userId);
  const stored = () => [...store.entries.keys()];
  const write = (cache: Cache, userId: number) => cache.put(notesRegion, { userId, page: 1 }, 'a note');

  it('is gone from the cache at once, and looked for once more when nothing of theirs can be on its way', async () => {
    const { cache, erasures: here } = anInstance();
    await write(cache, 7);
    await write(cache, 77);
    await here.note(7);
    await here.make(7);
    expect([stored(), await noted()]).toEqual([['notes:77:1'], [7]]);

    await write(anInstance().cache, 7);
    clock.advance(minutes(1));
    here.makeNoted();
    await here.beforeApplicationShutdown();
    expect([stored(), await noted()]).toEqual([['notes:77:1'], []]);
  });

  it('stays noted while the far tier is away, and is gone once it is back', async () => {
    const { far, cache, erasures: here } = anInstance();
    await write(cache, 7);
    await here.note(7);
    far.fault = 'refuses';
    await here.make(7);
    clock.advance(minutes(1));
    await here.makeOlderThan(clock.now());
    expect([stored(), await noted()]).toEqual([['notes:7:1'], [7]]);

    clock.advance(milliseconds(500));
    far.heal();
    await here.makeOlderThan(clock.now());
    expect([stored(), await noted()]).toEqual([[], []]);
  });

  it('is looked for by another instance where the first one died, and not too early', async () => {
    const { cache, erasures: first } = anInstance();
    await write(cache, 7);
    await first.note(7);
    const { erasures: other } = anInstance();
    clock.advance(minutes(0.9));
    other.makeNoted();
    await other.beforeApplicationShutdown();
    expect(stored()).toEqual(['notes:7:1']);
    clock.advance(minutes(0.1));
    other.makeNoted();
    await other.beforeApplicationShutdown();
    expect([stored(), await noted()]).toEqual([[], []]);
  });

  it('who did not leave after all, as that failed, is not noted', async () => {
    const { erasures: here } = anInstance();
    const fails = database.transaction(async () => {
      await here.note(7);
      throw new Error('no');
    });
    await expect(fails).rejects.toThrow('no');
    expect(await noted()).toEqual([]);
  });
});
