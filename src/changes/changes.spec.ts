import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Cache, defineRegion, defineTag, hours, seconds } from '#cache';
import { SharedStore, StoreTier, TestClock } from '#cache/testing';
import { Database } from '../database/database.js';
import { openEmbedded } from '../database/embedded.driver.js';
import { embeddedTemplate } from '../../test/harness/embedded-template.js';
import { announcements } from './announcements.tables.js';
import { Changes } from './changes.js';

const shelfTag = defineTag<[id: number]>('shelf');
const shelves = defineRegion<number, string>({
  name: 'shelves',
  version: 1,
  freshFor: hours(1),
  key: (id) => [id],
  tags: (id) => [shelfTag(id)],
});

describe('a change', () => {
  let database: Database;
  let store: SharedStore;
  let clock: TestClock;

  beforeAll(async () => {
    database = new Database(await openEmbedded({ dataDir: 'memory:', templateTar: await embeddedTemplate() }));
  });
  beforeEach(async () => {
    await database.db.delete(announcements);
    store = new SharedStore();
    clock = new TestClock();
  });
  afterAll(() => database.onApplicationShutdown());

  function anInstance() {
    const far = new StoreTier(store);
    const cache = new Cache({ clock, far, deadlineMs: 5 });
    return { far, cache, changes: new Changes(database, cache, clock) };
  }
  const notes = () => database.db.select().from(announcements);
  const read = (cache: Cache, value: string) => cache.read(shelves, 7, async () => value);

  it('is announced once it is committed, and leaves no note', async () => {
    const { cache, changes } = anInstance();
    await read(cache, 'first');
    expect(await changes.make([shelfTag(7)], async () => 'done')).toBe('done');
    await changes.beforeApplicationShutdown();
    expect(await read(cache, 'second')).toBe('second');
    expect(await notes()).toEqual([]);
  });

  it('that fails leaves neither data nor note nor announcement', async () => {
    const { cache, changes } = anInstance();
    await read(cache, 'first');
    await expect(changes.make([shelfTag(7)], () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await read(cache, 'second')).toBe('first');
    expect(await notes()).toEqual([]);
  });

  it('whose maker died before it was announced is announced at the next start', async () => {
    await read(anInstance().cache, 'first');
    await database.db.insert(announcements).values({ tags: ['shelf:7'], createdAt: new Date(clock.now()) });

    const { cache, changes } = anInstance();
    await changes.onApplicationBootstrap();
    expect(await read(cache, 'second')).toBe('second');
    expect(await notes()).toEqual([]);
  });

  it('whose maker died is announced by another instance within seconds, and not sooner', async () => {
    const { cache, changes } = anInstance();
    await read(cache, 'first');
    await database.db.insert(announcements).values({ tags: ['shelf:7'], createdAt: new Date(clock.now()) });

    await changes.announceForgotten();
    expect(await read(cache, 'second')).toBe('first');
    clock.advance(seconds(6));
    await changes.announceForgotten();
    expect(await read(cache, 'second')).toBe('second');
  });

  it('that could not be told to the far tier stays noted until it could', async () => {
    const { far, cache, changes } = anInstance();
    far.fault = 'refuses';
    await changes.make([shelfTag(7)], async () => undefined);
    await changes.beforeApplicationShutdown();
    expect(await notes()).toHaveLength(1);

    clock.advance(seconds(6));
    far.heal();
    await cache.farAnswers();
    await changes.announceForgotten();
    expect(await notes()).toEqual([]);
  });
});
