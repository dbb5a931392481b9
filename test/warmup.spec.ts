import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { hours, minutes } from '#cache';
import { TestClock } from '#cache/testing';
import { Database } from '../src/database/database.js';
import { PantryRepository } from '../src/pantry/pantry.repository.js';
import { PreferencesRepository } from '../src/preferences/preferences.repository.js';
import { WarmupService } from '../src/warmup/warmup.service.js';
import { startApp, type Person, type TestApp } from './harness/app.js';
import { aPantryItem } from './harness/builders.js';
import { PostgresServer } from './harness/postgres-server.js';
import { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';
import { expectProblem } from './problems.js';

const POPULAR = ['breakfast', 'quick', 'healthy', 'vegetarian'];

afterEach(() => {
  jest.restoreAllMocks();
});

/** Somebody with something to cook. */
async function somebody(app: TestApp): Promise<Person> {
  const person = await app.user();
  await app.post(`/pantry/${person.id}/items`, { token: person.token, body: aPantryItem() });
  return person;
}

/** Starts a warm-up and waits for its end. */
async function warmed(app: TestApp, { id, token }: Person) {
  const { status, body } = await app.post(`/users/${id}/cache/warm`, { token });
  expect([status, body]).toEqual([202, { message: expect.any(String), jobId: expect.any(Number) }]);
  return until('the warm-up is over', async () => {
    const job = (await app.get(`/users/${id}/cache/warm/${body.jobId}`, { token })).body;
    return job.state === 'running' ? undefined : job;
  });
}

/** The users whose pantry the source was asked for. */
function askedOf(app: TestApp) {
  const repository = app.nest.get(PantryRepository, { strict: false });
  const fromSource = repository.pantryOf.bind(repository);
  const pantries = jest.spyOn(repository, 'pantryOf');
  const preferences = jest.spyOn(app.nest.get(PreferencesRepository, { strict: false }), 'knownOf');
  return {
    pantries,
    fromSource,
    get pantryCalls() {
      return pantries.mock.calls.map(([userId]) => userId);
    },
    get all() {
      return pantries.mock.calls.length + preferences.mock.calls.length;
    },
  };
}

describe('a user who was warmed', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  it('is told how it goes, and is served from the cache with the first request', async () => {
    const ann = await somebody(app);
    const asked = askedOf(app);
    const job = await warmed(app, ann);
    expect(job).toMatchObject({ state: 'done', total: 6, done: 6, failed: 0, errors: [] });
    expect(job.finishedAt).toBe(new Date(app.clock.now()).toISOString());
    expect(asked.all).toBeGreaterThan(0);

    const before = asked.all;
    const { token, id } = ann;
    expect((await app.get(`/pantry/${id}`, { token })).body.items).toHaveLength(1);
    expect((await app.get(`/preferences/${id}`, { token })).status).toBe(200);
    for (const context of POPULAR) {
      const { body } = await app.get(`/recommendations/${id}?context=${context}`, { token });
      expect([context, body.source, body.degraded]).toEqual([context, 'cache', false]);
    }
    expect(asked.all).toBe(before);
  });

  it('sees a change made after it', async () => {
    const ann = await somebody(app);
    await warmed(app, ann);
    await app.post(`/pantry/${ann.id}/items`, { token: ann.token, body: aPantryItem({ name: 'rice' }) });
    expect((await app.get(`/pantry/${ann.id}`, { token: ann.token })).body.items).toHaveLength(2);
    const { body } = await app.get(`/recommendations/${ann.id}?context=quick`, { token: ann.token });
    expect(body.source).toBe('computed');
  });

  it('alone may ask after the job', async () => {
    const [ann, bob] = [await somebody(app), await somebody(app)];
    const { jobId } = await warmed(app, ann);
    expectProblem(await app.get(`/users/${ann.id}/cache/warm/${jobId}`, { token: bob.token }), 403);
    expectProblem(await app.get(`/users/${bob.id}/cache/warm/${jobId}`, { token: bob.token }), 404);
    expectProblem(await app.get(`/users/${ann.id}/cache/warm/2147483647`, { token: ann.token }), 404);
    expectProblem(await app.get(`/users/${ann.id}/cache/warm/${jobId}`), 401);
  });

  it('hears what could not be warmed, and nothing of why', async () => {
    const ann = await somebody(app);
    await app.get(`/pantry/${ann.id}`, { token: ann.token });
    await app.post(`/cache/invalidate/user/${ann.id}`, { token: ann.token });
    askedOf(app).pantries.mockRejectedValue(new Error('select * from lots: no route to 10.0.0.7'));
    const job = await warmed(app, ann);
    expect(job).toMatchObject({ state: 'done', total: 6, done: 6, failed: 5 });
    expect(job.errors).toContain('pantry could not be warmed');
    expect(JSON.stringify(job)).not.toMatch(/10\.0|select/);
  });

  it('gives operators a hit rate of their own in /health, over .8 after twenty reads', async () => {
    const ann = await somebody(app);
    await warmed(app, ann);
    for (let read = 0; read < 20; read += 1) {
      const paths = [`/pantry/${ann.id}`, `/recommendations/${ann.id}?context=${POPULAR[read % 4]}`];
      await app.get(paths[read % 2] ?? '', { token: ann.token });
    }
    const { body } = await app.get('/health');
    expect(body.status).toBe('ok');
    expect(body.checks.cache.warmUserHitRate).toBeGreaterThan(0.8);
    expect(body.checks.cache.warmUserHitRate).toBeLessThanOrEqual(1);
  });
});

describe('the run over all who were here lately', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ settings: { WARMUP_CONCURRENCY: '3' } });
  });
  afterAll(() => app.stop());

  const fleet = () => app.nest.get(WarmupService, { strict: false }).warmFleet();

  /** Users whose last visit is noted: that happens after their answer has gone. */
  async function visitors(count: number): Promise<Person[]> {
    const people = await Promise.all(Array.from({ length: count }, () => somebody(app)));
    await until('their visits are noted', async () => {
      const exported = await Promise.all(people.map(({ id, token }) => app.get(`/users/${id}/export`, { token })));
      return exported.every(({ body }) => body.user.lastSeenAt !== null);
    });
    return people;
  }

  it('warms each of them, so many at once as the settings say, and not who stayed away', async () => {
    const away = await visitors(2);
    app.clock.advance(hours(24 * 8));
    const people = await visitors(12);
    const asked = askedOf(app);
    let atOnce = 0;
    let most = 0;
    asked.pantries.mockImplementation(async (userId) => {
      most = Math.max(most, (atOnce += 1));
      await new Promise(setImmediate);
      const pantry = await asked.fromSource(userId);
      atOnce -= 1;
      return pantry;
    });

    const job = await fleet();
    expect(job).toMatchObject({ state: 'done', total: 12, done: 12, failed: 0 });
    expect(new Set(asked.pantryCalls)).toEqual(new Set(people.map(({ id }) => id)));
    expect(asked.pantryCalls).not.toContain(away[0]?.id);
    expect(most).toBe(3);

    const { checks } = (await app.get('/health')).body;
    const finishedAt = new Date(app.clock.now()).toISOString();
    expect(checks.warmup.last).toEqual({ finishedAt, users: 12, failed: 0 });
  });

  it('is not made twice within five minutes', async () => {
    app.clock.advance(minutes(6));
    expect((await Promise.all([fleet(), fleet(), fleet()])).filter(Boolean)).toHaveLength(1);
    app.clock.advance(minutes(4));
    expect(await fleet()).toBeUndefined();
    app.clock.advance(minutes(2));
    expect(await fleet()).toBeDefined();
  });

  it('goes on when one user cannot be warmed, and counts that one', async () => {
    app.clock.advance(hours(24 * 8));
    const people = await visitors(5);
    const [, ill] = people;
    const asked = askedOf(app);
    asked.pantries.mockImplementation((userId) =>
      userId === ill?.id ? Promise.reject(new Error('no')) : asked.fromSource(userId),
    );
    expect(await fleet()).toMatchObject({
      state: 'done',
      total: 5,
      done: 5,
      failed: 1,
      errors: [`user ${ill?.id} could not be warmed`],
    });
    expect((await app.get('/health')).body.checks.warmup.last).toMatchObject({ users: 5, failed: 1 });
  });
});

describe('with a Redis and two instances', () => {
  let redis: RedisServer;
  let postgres: PostgresServer;
  let one: TestApp;
  let two: TestApp;
  beforeAll(async () => {
    [redis, postgres] = await Promise.all([RedisServer.start(), PostgresServer.start()]);
    const parts = { redis: redis.url, database: postgres.url, clock: new TestClock() };
    one = await startApp(parts);
    two = await startApp(parts);
  });
  afterAll(async () => {
    await Promise.all([one.stop(), two.stop()]);
    await Promise.all([redis.stop(), postgres.discard()]);
  });

  const runAt = (app: TestApp) => app.nest.get(WarmupService, { strict: false }).warmFleet();

  it('one of those whose schedule strikes together runs', async () => {
    const runs = await Promise.all([runAt(one), runAt(two), runAt(one), runAt(two)]);
    expect(runs.filter(Boolean)).toHaveLength(1);
  });

  it('what one has warmed is a hit at the other, without its source', async () => {
    const ann = await somebody(one);
    await warmed(one, ann);
    const asked = askedOf(two);
    const { body } = await two.get(`/recommendations/${ann.id}?context=quick`, { token: ann.token });
    expect(body.source).toBe('cache');
    expect((await two.get(`/pantry/${ann.id}`, { token: ann.token })).body.items).toHaveLength(1);
    expect(asked.pantryCalls).toEqual([]);
  });

  it('the figures of the cache say so, as a ratio', async () => {
    const { token } = await one.admin();
    const { body } = await two.get('/admin/cache/stats', { token });
    expect(body).toEqual({
      since: expect.stringMatching(/^\d{4}-.*Z$/),
      instance: expect.any(String),
      instances: [body.instance],
      tiers: {
        memory: { entries: expect.any(Number), bytes: expect.any(Number), maxBytes: 64 * 1024 * 1024, evictions: 0 },
        redis: {
          state: 'up',
          breaker: 'closed',
          usedMemory: expect.any(Number),
          keyspaceHits: expect.any(Number),
          keyspaceMisses: expect.any(Number),
        },
      },
      totals: expect.objectContaining({ hits: { memory: expect.any(Number), redis: expect.any(Number), stale: 0 } }),
      regions: expect.objectContaining({
        pantry: expect.any(Object),
        preferences: expect.any(Object),
        recipes: expect.any(Object),
      }),
    });
    for (const stats of [body.totals, ...Object.values(body.regions as Record<string, typeof body.totals>)]) {
      const { hits, misses, hitRate } = stats;
      const served = hits.memory + hits.redis + hits.stale;
      expect(hitRate).toBeCloseTo(served + misses === 0 ? 0 : served / (served + misses), 10);
      expect(hitRate).toBeLessThanOrEqual(1);
      for (const name of ['loads', 'loadErrors', 'coalesced', 'refreshes', 'errors'])
        expect(stats[name]).toEqual(expect.any(Number));
    }
    expect(body.regions.recipes).toMatchObject({ ttlSeconds: 7200, hits: { redis: 1 } });
    expect(Object.keys(body.regions.recipes.latency)).toEqual(['hitP50Ms', 'hitP99Ms', 'loadP50Ms', 'loadP99Ms']);
    expect(JSON.stringify(body)).not.toContain(token);
  });

  it('a Redis that dies on the way is no reason to stop: the run ends, counted, and users are served', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, () => somebody(one)));
    await until('their visits are noted', async () => {
      const exported = await Promise.all(people.map(({ id, token }) => one.get(`/users/${id}/export`, { token })));
      return exported.every(({ body }) => body.user.lastSeenAt !== null);
    });
    one.clock.advance(minutes(6));
    const asked = askedOf(one);
    asked.pantries.mockImplementation(async (userId) => {
      if (asked.pantries.mock.calls.length === 3) await redis.kill();
      return asked.fromSource(userId);
    });

    const job = await runAt(one);
    expect(job).toMatchObject({ state: 'done', failed: 0 });
    expect(job?.done).toBe(job?.total);
    expect(asked.pantries.mock.calls.length).toBeGreaterThan(3);
    for (const { id, token } of people) expect((await one.get(`/pantry/${id}`, { token })).status).toBe(200);

    const health = await until('the loss is seen', async () => {
      const { status, body } = await one.get('/health');
      return status === 200 && body.status === 'degraded' ? body : undefined;
    });
    expect(health.checks).toMatchObject({ redis: { state: 'down' }, database: { status: 'up' } });
    expect((await one.get('/health/ready')).status).toBe(200);
    const { token } = await one.admin();
    expect((await one.get('/admin/cache/stats', { token })).body.tiers.redis).toMatchObject({
      state: 'down',
      usedMemory: null,
    });
    await redis.restart();
  });

  it('without the database the program lives, is not ready, and its health is degraded', async () => {
    const ann = await somebody(one);
    await one.get(`/pantry/${ann.id}`, { token: ann.token });
    await postgres.stop();
    expect((await one.get('/health/live')).status).toBe(200);
    const ready = await one.get('/health/ready');
    expectProblem(ready, 503);
    const { status, body } = await one.get('/health');
    expect([status, body.status, body.checks.database.status]).toEqual([200, 'degraded', 'down']);
    expect(JSON.stringify(body)).not.toMatch(/ECONN|127\.0\.0\.1|postgres:/);
    expect((await one.get(`/pantry/${ann.id}`, { token: ann.token })).status).toBe(200);

    await postgres.restart();
    await until('it is ready again', async () => (await one.get('/health/ready')).status === 200);
  });
});

describe('health', () => {
  it('says of each part how it is, and names no address', async () => {
    const app = await startApp();
    const { body, headers } = await app.get('/health');
    expect(headers['cache-control']).toBe('no-store');
    expect(body.status).toBe('ok');
    expect(body.checks).toMatchObject({
      database: { status: 'up' },
      redis: { status: 'up', state: 'off' },
      cache: { hitRate: expect.any(Number), warmUserHitRate: null, regions: expect.any(Object) },
      clock: { now: new Date(app.clock.now()).toISOString() },
      warmup: { last: null },
      memory: { rssBytes: expect.any(Number) },
    });
    jest.spyOn(app.nest.get(Database), 'ping').mockReturnValue(new Promise(() => undefined));
    expectProblem(await app.get('/health/ready'), 503);
    await app.stop();
  });
});
