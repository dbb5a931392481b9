import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Cache, hours, milliseconds, minutes } from '#cache';
import { TestClock } from '#cache/testing';
import { addDays, day, daysBetween, type Day } from '../src/calendar/day.js';
import { pantryRegion } from '../src/pantry/pantry.cache.js';
import { recipesTag } from '../src/recipes/recipes.cache.js';
import { cameBy, Cook, readmeKitchen } from './cook.js';
import { startApp, type TestApp } from './harness/app.js';
import { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';
import { redisAnswers } from './redis-answers.js';

const EVERYTHING = '/recommendations/:me?limit=50&maxMissing=20';
const NOON = '2026-06-15T12:00:00Z';
/** What is read from then on until its end may be loaded anew before that, by chance. */
const AHEAD_MS = 10 * pantryRegion.refreshAheadMs;

/** The kitchen of the README, all of it good until one day. */
const dueOn = (expiresOn: Day) => readmeKitchen.map((item) => ({ ...item, expiresOn }));

/** Each different number of days left that an answer tells. */
function daysLeftIn(body: { items?: object[]; recipes?: { rescues: object[] }[] }): number[] {
  const told = [...(body.items ?? []), ...(body.recipes ?? []).flatMap(({ rescues }) => rescues)];
  return [...new Set((told as { daysLeft: number }[]).map(({ daysLeft }) => daysLeft))];
}

describe('days, in memory', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  const midnights: [zone: string, midnight: string, begins: string, what: string][] = [
    ['UTC', '2026-06-16T00:00:00Z', '2026-06-16', 'where nothing special is'],
    ['UTC', '2028-02-29T00:00:00Z', '2028-02-29', 'into a leap day'],
    ['UTC', '2027-01-01T00:00:00Z', '2027-01-01', 'into a year'],
    ['Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29', 'into a day of 23 hours'],
    ['Europe/Berlin', '2026-03-29T22:00:00Z', '2026-03-30', 'after a day of 23 hours'],
    ['Europe/Berlin', '2026-10-25T23:00:00Z', '2026-10-26', 'after a day of 25 hours'],
    ['America/New_York', '2026-11-02T05:00:00Z', '2026-11-02', 'after a day of 25 hours'],
    ['Africa/Cairo', '2026-04-23T22:00:00Z', '2026-04-24', 'that is skipped: the day begins at one'],
    ['Asia/Kathmandu', '2026-06-15T18:15:00Z', '2026-06-16', 'a quarter past in UTC'],
    ['Pacific/Kiritimati', '2026-06-15T10:00:00Z', '2026-06-16', 'fourteen hours early'],
    ['Pacific/Pago_Pago', '2026-06-15T11:00:00Z', '2026-06-15', 'eleven hours late'],
  ];

  describe.each(midnights)('at the midnight of %s, %s', (timeZone, midnight, begins) => {
    let cook: Cook;
    beforeEach(async () => {
      app.clock.setWall(Date.parse(midnight) - 60_000);
      // What is made of a catalogue just past its time is answered, but not kept.
      await app.nest.get(Cache).invalidate(recipesTag());
      cook = await Cook.with(app, dueOn(addDays(day(begins), 2)), { timeZone });
    });

    it.each(['/pantry/:me', '/pantry/:me/expiring?within=3', EVERYTHING])(
      'days are counted anew for %s, held or not',
      async (path) => {
        expect(daysLeftIn((await cook.get(path)).body)).toEqual([3]);
        app.clock.advance(milliseconds(59_999));
        const before = await cook.get(path);
        expect([cameBy(before), daysLeftIn(before.body)]).toEqual(['memory', [3]]);

        app.clock.advance(milliseconds(1));
        const after = await cook.get(path, { 'if-none-match': before.headers.etag });
        expect([after.status, cameBy(after), daysLeftIn(after.body)]).toEqual([200, 'miss', [2]]);
        const again = await cook.get(path);
        expect([cameBy(again), daysLeftIn(again.body)]).toEqual(['memory', [2]]);
      },
    );

    it('what was not due before is due then', async () => {
      const due = async () => (await cook.get('/pantry/:me/expiring?within=2')).body.items.length as number;
      expect(await due()).toBe(0);
      app.clock.advance(minutes(1));
      expect(await due()).toBe(25);
    });

    it('what comes in is bought on the day that it is there', async () => {
      const milk = { name: 'milk', quantity: 1, unit: 'l' };
      const bought = async () => (await cook.change('POST', '/pantry/:me/items', milk)).body;
      const [before, after] = [await bought(), (app.clock.advance(minutes(1)), await bought())];
      expect([before.purchasedOn, after.purchasedOn]).toEqual([addDays(day(begins), -1), begins]);
      for (const { expiryEstimated, purchasedOn, expiresOn, daysLeft } of [before, after]) {
        expect(expiryEstimated).toBe(true);
        expect(daysBetween(purchasedOn, expiresOn)).toBe(daysLeft);
        expect(daysLeft).toBeGreaterThan(0);
      }
      expect(after.daysLeft).toBe(before.daysLeft);
    });
  });

  it('who moves to another zone has its days at once', async () => {
    app.clock.setWall('2026-06-15T23:30:00Z');
    const cook = await Cook.with(app, dueOn(day('2026-06-17')));
    for (const path of ['/pantry/:me', EVERYTHING]) {
      await cook.change('PATCH', '/preferences/:me', { timeZone: 'UTC' });
      expect(daysLeftIn((await cook.get(path)).body)).toEqual([2]);
      await cook.change('PATCH', '/preferences/:me', { timeZone: 'Asia/Tokyo' });
      expect(daysLeftIn((await cook.get(path)).body)).toEqual([1]);
    }
  });
});

describe('lifetimes, in memory', () => {
  let app: TestApp;
  let cook: Cook;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    app.clock.setWall('2026-06-15T01:00:00Z');
    cook = await Cook.with(app, readmeKitchen);
  });

  const loadsOf = (region: string) => app.nest.get(Cache).counts.get(region)?.loads ?? 0;

  /** How an answer comes, and how often its facts were loaded for it. */
  async function asked(path: string, region: string): Promise<[way: string | undefined, loads: number]> {
    const before = loadsOf(region);
    const reply = await cook.get(path);
    expect(reply.status).toBe(200);
    return [cameBy(reply), loadsOf(region) - before];
  }

  it.each([
    ['/pantry/:me', 'pantry', hours(1), AHEAD_MS],
    ['/preferences/:me', 'preferences', hours(24), AHEAD_MS],
    ['/ingredients/2', 'ingredients.one', hours(1), 0],
  ])('%s is asked for again when its lifetime is over', async (path, region, lifetime, aheadMs) => {
    await cook.change('PATCH', '/preferences/:me', { householdSize: 3 });
    expect(await asked(path, region)).toEqual(['miss', 1]);
    app.clock.advance(milliseconds(lifetime.ms - aheadMs - 1));
    expect(await asked(path, region)).toEqual(['memory', 0]);
    app.clock.advance(milliseconds(aheadMs + 1));
    expect(await asked(path, region)).toEqual(['stale', 1]);
  });

  it.each([hours(2).ms, -hours(2).ms])(
    'a wall clock that somebody sets by %i ms ends nothing, and lets nothing live longer',
    async (jumpMs) => {
      app.clock.setWall(NOON);
      await cook.change('PATCH', '/preferences/:me', { householdSize: 3 });
      const paths = ['/pantry/:me', '/preferences/:me', '/recommendations/:me', '/recipes/2', '/ingredients/2'];
      for (const path of paths) await cook.get(path);

      app.clock.setWall(app.clock.now() + jumpMs);
      for (const path of paths) expect([path, cameBy(await cook.get(path))]).toEqual([path, 'memory']);
      app.clock.advance(milliseconds(hours(1).ms - AHEAD_MS - 1));
      expect(await asked('/pantry/:me', 'pantry')).toEqual(['memory', 0]);
      app.clock.advance(milliseconds(AHEAD_MS + 1));
      expect(await asked('/pantry/:me', 'pantry')).toEqual(['stale', 1]);
    },
  );

  it('a ranking lives for two hours, under answers that live for half an hour', async () => {
    const path = '/recommendations/:me';
    expect(await asked(path, 'recipes')).toEqual(['miss', 1]);
    app.clock.advance(milliseconds(minutes(30).ms - AHEAD_MS - 1));
    expect(await asked(path, 'recipes')).toEqual(['memory', 0]);
    app.clock.advance(milliseconds(AHEAD_MS + 1));
    expect(await asked(path, 'recipes')).toEqual(['miss', 0]);
    app.clock.advance(milliseconds(minutes(90).ms - AHEAD_MS - 1));
    expect(await asked(path, 'recipes')).toEqual(['miss', 0]);
  });

  it('a ranking just past its time is told as stale, kept by nobody, and made anew meanwhile', async () => {
    const ranked = loadsOf('recipes');
    await cook.get('/recommendations/:me');
    app.clock.advance(hours(2));
    const stale = await cook.get('/recommendations/:me');
    expect(stale.body).toMatchObject({ source: 'stale', degraded: true });
    expect(stale.headers['cache-status']).toBe('PrepSense; fwd=miss');

    await until('the ranking is made anew', () => loadsOf('recipes') === ranked + 2);
    await until('it is answered', async () => !(await cook.get('/recommendations/:me')).body.degraded);
    expect(loadsOf('recipes')).toBe(ranked + 2);
  });

  it.each([['/recipes/search?query=soup'], ['/recipes/search?query=salad&userId=:me']])(
    '%s lives for five minutes, what was found for thirty',
    async (path) => {
      expect(await asked(path, 'searches')).toEqual(['miss', 1]);
      app.clock.advance(milliseconds(minutes(5).ms - 1));
      expect(await asked(path, 'searches')).toEqual(['memory', 0]);
      app.clock.advance(milliseconds(1));
      expect(await asked(path, 'searches')).toEqual(['stale', 0]);
      app.clock.advance(minutes(25));
      expect(await asked(path, 'searches')).toEqual(['stale', 1]);
    },
  );

  it.each([
    '/recipes/3',
    '/recipes/3/nutrition',
    '/recipes/3.jsonld',
    '/recipes/3/similar?limit=7',
    '/recipes/popular?limit=7',
  ])('%s is fresh for ten minutes, then shown once more while it is asked for', async (path) => {
    await cook.get(path);
    app.clock.advance(milliseconds(minutes(10).ms - 1));
    expect(cameBy(await cook.get(path))).toBe('memory');
    app.clock.advance(milliseconds(1));
    const stale = await cook.get(path);
    expect(stale.headers['cache-status']).toBe('PrepSense; hit; ttl=0; detail=stale');
    await until('it is fresh', async () => cameBy(await cook.get(path)) === 'memory');
  });
});

describe('lifetimes, as Redis has them', () => {
  let redis: RedisServer;
  let app: TestApp;
  beforeAll(async () => {
    redis = await RedisServer.start();
    app = await startApp({ redis: redis.url, clock: new TestClock(NOON), settings: { CACHE_FAR_DEADLINE_MS: '5000' } });
    await redisAnswers(app);
  });
  afterAll(async () => {
    await app.stop();
    await redis.stop();
  });

  const secondsLeft = async (key: string) => Number(await redis.cli('pttl', key)) / 1000;
  const FRESH = /"freshMs":(\d+)/;

  const PATHS = [
    '/pantry/:me',
    '/pantry/:me/expiring',
    '/preferences/:me',
    '/recommendations/:me',
    '/analytics/complex?userId=:me',
    '/recipes/1',
  ];

  it.each([
    ['pantry', hours(1)],
    ['pantry.answer', hours(1)],
    ['preferences', hours(24)],
    ['preferences.answer', hours(24)],
    ['recipes', hours(2)],
    ['recommendations.answer', minutes(30)],
    ['analytics.answer', minutes(30)],
  ])('%s is fresh for as long as is said, and gone then', async (region, fresh) => {
    app.clock.setWall(NOON);
    const cook = await Cook.with(app, readmeKitchen);
    for (const path of PATHS) await cook.get(path);
    const [key = ''] = (await redis.cli('keys', `${region}:${cook.id}*`)) as string[];
    expect(Number(FRESH.exec(String(await redis.cli('get', key)))?.[1])).toBe(fresh.ms);
    const left = await secondsLeft(key);
    expect(left).toBeLessThanOrEqual(fresh.ms / 1000);
    expect(left).toBeGreaterThan(fresh.ms / 1000 - 30);
  });

  it('what counts days is gone at midnight where its user lives', async () => {
    app.clock.setWall('2026-06-15T21:50:00Z');
    const cook = await Cook.with(app, readmeKitchen, { timeZone: 'Europe/Berlin' });
    for (const path of PATHS) await cook.get(path);
    for (const region of [
      'pantry.answer',
      'pantry.expiring',
      'recipes',
      'recommendations.answer',
      'analytics.answer',
    ]) {
      const [key = ''] = (await redis.cli('keys', `${region}:${cook.id}*`)) as string[];
      expect([region, (await secondsLeft(key)) <= 600]).toEqual([region, true]);
      expect(await secondsLeft(key)).toBeGreaterThan(570);
    }
    expect(await secondsLeft(`pantry:${cook.id}`)).toBeGreaterThan(3500);
  });

  it('everything there has an end', async () => {
    const keys = (await redis.cli('keys', '*')) as string[];
    expect(keys.length).toBeGreaterThan(20);
    for (const key of keys) expect([key, (await secondsLeft(key)) > 0]).toEqual([key, true]);
  });
});
