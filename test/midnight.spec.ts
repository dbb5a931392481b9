import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Cache, milliseconds, minutes, seconds } from '#cache';
import { TestClock } from '#cache/testing';
import { addDays, day } from '../src/calendar/day.js';
import { DishesRepository } from '../src/analytics/dishes.repository.js';
import { PantryRepository } from '../src/pantry/pantry.repository.js';
import { cameBy, Cook, readmeKitchen } from './cook.js';
import { startApp, type Reply, type TestApp } from './harness/app.js';
import { PostgresServer } from './harness/postgres-server.js';
import { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';
import { redisAnswers } from './redis-answers.js';

/** Midnight in Berlin, before the day on which clocks go forward. */
const MIDNIGHT = Date.parse('2026-03-28T23:00:00Z');
/** Midnight after it, an hour shorter on. */
const MONDAY = Date.parse('2026-03-29T22:00:00Z');
const TWO_DAYS_ON = addDays(day('2026-03-29'), 2);
/** Less than the trust window: who asks then waits for the load that is under way. */
const SHORTLY = milliseconds(500);
const PATHS = ['/pantry/:me', '/pantry/:me/expiring?within=3', '/recommendations/:me?limit=50&maxMissing=20'];

const aBerliner = (app: TestApp) =>
  Cook.with(
    app,
    readmeKitchen.map((item) => ({ ...item, expiresOn: TWO_DAYS_ON })),
    { timeZone: 'Europe/Berlin' },
  );

interface Counted {
  readonly daysLeft: number;
}

/** Each different number of days left that an answer tells. */
function daysLeftIn({ body }: Reply): number[] {
  const { items = [], recipes = [] } = body as { items?: Counted[]; recipes?: { rescues: Counted[] }[] };
  const told = [...items, ...recipes.flatMap(({ rescues }) => rescues)];
  return [...new Set(told.map(({ daysLeft }) => daysLeft))];
}

describe('midnight, at one instance,', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it.each(PATHS)('within a load, gives nobody the day before who asks for %s after it', async (path) => {
    app.clock.setWall(MIDNIGHT - SHORTLY.ms);
    const cook = await aBerliner(app);
    const source = heldUp(app.nest.get(PantryRepository), 'pantryOf');
    const [before, after] = await askedAcrossMidnight(app, cook, path, source);
    expect(before.status).toBe(200);
    expect(daysLeftIn(after)).toEqual([2]);
    expect(daysLeftIn(await cook.get(path))).toEqual([2]);
  });

  it('within a load, gives nobody the week before who asks what became of things after it', async () => {
    app.clock.setWall(MONDAY - SHORTLY.ms);
    const cook = await aBerliner(app);
    const path = '/analytics/complex?userId=:me&weeks=1';
    const source = heldUp(app.nest.get(DishesRepository), 'cookedIn');
    const [before, after] = await askedAcrossMidnight(app, cook, path, source);
    expect(before.status).toBe(200);
    expect(after.body.weeks).toMatchObject([{ week: '2026-W14', from: '2026-03-30' }]);
  });

  it.each(PATHS)('ends what is held of %s where the machine slept past it', async (path) => {
    app.clock.setWall(MIDNIGHT - minutes(100).ms);
    const cook = await aBerliner(app);
    expect(daysLeftIn(await cook.get(path))).toEqual([3]);
    app.clock.setWall(MIDNIGHT + minutes(400).ms);
    expect(daysLeftIn(await cook.get(path))).toEqual([2]);
    expect(daysLeftIn(await cook.get(path))).toEqual([2]);
  });

  it.each(PATHS)('ends what is shown of %s while its source fails', async (path) => {
    app.clock.setWall(MIDNIGHT - minutes(100).ms);
    const cook = await aBerliner(app);
    expect(daysLeftIn(await cook.get(path))).toEqual([3]);
    failing(app);
    app.clock.advance(minutes(90));
    const stale = await cook.get(path);
    expect([stale.status, daysLeftIn(stale)]).toEqual([200, [3]]);
    app.clock.advance(minutes(10));
    const after = await cook.get(path);
    expect([after.status, daysLeftIn(after)]).toEqual([200, [2]]);
  });
});

/** How often somebody waited for what was under way for another. */
const waiting = ({ nest }: TestApp) =>
  [...nest.get(Cache).counts.values()].reduce((sum, { coalesced }) => sum + coalesced, 0);

type Source = (...asked: unknown[]) => Promise<unknown>;

/** The first answer of a source is held back until it is told to go on. */
function heldUp(repository: object, method: string) {
  const answer = (Reflect.get(repository, method) as Source).bind(repository);
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let asked = false;
  Reflect.set(repository, method, async (...question: unknown[]) => {
    asked = true;
    const answered = await answer(...question);
    await opened;
    return answered;
  });
  const goOn = () => {
    Reflect.deleteProperty(repository, method);
    open();
  };
  return { asked: () => asked, goOn };
}

/** Asked just before midnight and just after it, the second while the first still waits for the source. */
async function askedAcrossMidnight(app: TestApp, cook: Cook, path: string, source: ReturnType<typeof heldUp>) {
  const before = cook.get(path);
  await until('the source is asked', () => source.asked());
  app.clock.advance(SHORTLY);
  const joined = waiting(app);
  const after = cook.get(path);
  await until('the second waits with the first', () => waiting(app) > joined);
  source.goOn();
  return Promise.all([before, after]);
}

function failing(app: TestApp): void {
  const error = Object.assign(new Error('connection terminated'), { code: '08006' });
  jest.spyOn(app.nest.get(PantryRepository), 'pantryOf').mockRejectedValue(error);
}

describe('midnight, at two instances,', () => {
  let postgres: PostgresServer;
  let redis: RedisServer;
  let one: TestApp;
  let two: TestApp;
  const clock = new TestClock();

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([PostgresServer.start(), RedisServer.start()]);
    const parts = { redis: redis.url, database: postgres.url, clock, settings: { CACHE_FAR_DEADLINE_MS: '5000' } };
    [one, two] = [await startApp(parts), await startApp(parts)];
    await Promise.all([one, two].map(redisAnswers));
  }, 60_000);
  afterAll(async () => {
    await Promise.all([one.stop(), two.stop()]);
    await Promise.all([redis.stop(), postgres.stop()]);
  });

  /** Redis counts its own time, in which no midnight has come. */
  const leftInRedis = async ({ id }: Cook) =>
    ((await redis.cli('keys', `*:${id}*`)) as string[]).some((key) => /^(pantry|recommendations)\.\w+:/.test(key));

  it.each(PATHS)('ends what one left of %s in Redis for the other, and what clients hold of it', async (path) => {
    clock.setWall(MIDNIGHT - minutes(5).ms);
    const [here, missed] = [await aBerliner(one), await aBerliner(one)];
    for (const cook of [here, missed]) expect(cameBy(await cook.get(path))).toBe('miss');
    await until('both lie in Redis', async () => (await leftInRedis(here)) && (await leftInRedis(missed)));
    const there = await here.at(two).get(path);
    expect([cameBy(there), daysLeftIn(there)]).toEqual(['redis', [3]]);

    const { etag, 'last-modified': changedAt } = (await missed.get(path)).headers;
    clock.setWall(MIDNIGHT);
    expect(await leftInRedis(missed)).toBe(true);
    const after = await missed.at(two).get(path, { 'if-none-match': etag });
    expect([after.status, daysLeftIn(after)]).toEqual([200, [2]]);
    const since = await missed.at(two).get(path, { 'if-modified-since': changedAt });
    expect([since.status, daysLeftIn(since)]).toEqual([200, [2]]);
  });
});

describe('midnight, for clients that may hold an answer,', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ settings: { CLIENT_MAX_AGE_SECONDS: '300' } });
  });
  afterAll(() => app.stop());

  it.each(PATHS)('is the end of %s, made, held or confirmed', async (path) => {
    app.clock.setWall(MIDNIGHT - seconds(150).ms);
    const cook = await aBerliner(app);
    const leftOf = ({ headers }: Reply) => {
      const [, maxAge] = /^private, max-age=(\d+)$/.exec(String(headers['cache-control'])) ?? [];
      return Number(maxAge) - Number(headers.age);
    };
    const made = await cook.get(path);
    expect(leftOf(made)).toBe(150);
    app.clock.advance(seconds(100));
    const held = await cook.get(path);
    expect([cameBy(held), leftOf(held)]).toEqual(['memory', 50]);
    const confirmed = await cook.get(path, { 'if-none-match': made.headers.etag });
    expect([confirmed.status, leftOf(confirmed)]).toEqual([304, 50]);
    app.clock.advance(milliseconds(49_999));
    expect(leftOf(await cook.get(path))).toBeLessThanOrEqual(1);
    app.clock.advance(milliseconds(1));
    expect(leftOf(await cook.get(path))).toBe(300);
  });
});
