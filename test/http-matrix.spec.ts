import type { OutgoingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Cache, seconds } from '#cache';
import { TestClock } from '#cache/testing';
import { Database } from '../src/database/database.js';
import { cacheableRoutes, hangPicture, type CacheableRoute } from './http-routes.js';
import { Cook, readmeKitchen } from './cook.js';
import { until } from './harness/until.js';
import { startApp, type Person, type Reply, type TestApp } from './harness/app.js';
import { aDatabase } from './harness/postgres-server.js';
import { aRedis, type SharedRedis } from './harness/redis-server.js';
import { expectProblem } from './problems.js';
import { redisAnswers } from './redis-answers.js';
import { listIn } from './structured-field.js';

/** People at one instance; `sibling` shares its Redis. */
interface Scene {
  readonly app: TestApp;
  readonly sibling?: TestApp;
  readonly ann: Cook;
  readonly bob: Cook;
  readonly admin: Person;
}

let postgres: Awaited<ReturnType<typeof aDatabase>>;
let redis: SharedRedis;
let shared: Scene;
/** Redis counts its own time: what is past its time is shown where there is none. */
let alone: Scene;

async function sceneAt(app: TestApp, sibling?: TestApp): Promise<Scene> {
  await hangPicture(app);
  const ann = await Cook.with(app, readmeKitchen.slice(0, 8), { diets: ['vegetarian'] });
  return { app, sibling, ann, bob: await Cook.with(app), admin: await app.admin() };
}

beforeAll(async () => {
  [postgres, redis] = await Promise.all([aDatabase(), aRedis()]);
  const settings = { CACHE_FAR_DEADLINE_MS: '5000', CACHE_KEY_PREFIX: redis.prefix };
  const parts = { redis: redis.url, database: postgres.url, settings, clock: new TestClock() };
  const [one, two] = [await startApp(parts), await startApp(parts)];
  await Promise.all([one, two].map(redisAnswers));
  shared = await sceneAt(one, two);
  alone = await sceneAt(await startApp());
});
afterAll(async () => {
  await Promise.all([shared.app.stop(), shared.sibling?.stop(), alone.app.stop()]);
  await Promise.all([postgres.discard(), redis.stop()]);
});

type Who = 'nobody' | 'owner' | 'admin' | 'another';
const WHO: readonly Who[] = ['nobody', 'owner', 'admin', 'another'];
const tokenOf = ({ app, ann, bob, admin }: Scene, who: Who) =>
  who === 'nobody' ? undefined : app.tokenFor({ owner: ann, admin, another: bob }[who]);

const isPrivate = ({ cacheControl }: CacheableRoute) => cacheControl.startsWith('private');
const isOpenTo = (route: CacheableRoute, who: Who) => !isPrivate(route) || who === 'owner' || who === 'admin';

interface Asked {
  readonly headers?: OutgoingHttpHeaders;
  readonly method?: string;
  readonly at?: TestApp;
}

function ask(scene: Scene, route: CacheableRoute, who: Who, { headers, method = 'GET', at = scene.app }: Asked = {}) {
  // Who has no token may read past the cache so often a minute from one address: for each route there is another one.
  const from = `127.0.1.${cacheableRoutes.indexOf(route) + 1}`;
  const path = route.path.replaceAll(':me', String(scene.ann.id));
  return at.request(method, path, { token: tokenOf(scene, who), headers, from });
}

/** Where the next answer comes from: how that is brought about, and how `Cache-Status` tells it. */
interface Way {
  readonly name: string;
  readonly scene: () => Scene;
  /** Gives back what was answered before, if that is to be answered again. */
  readonly prepare: (route: CacheableRoute) => Promise<Reply | undefined>;
  readonly told: (route: CacheableRoute) => unknown;
}

/** Where time is moved, what answers are made of would be past its time as well: there it goes too. */
async function emptied(scene: Scene): Promise<void> {
  const cache = scene.app.nest.get(Cache);
  const regions = [...cache.regions.values()].filter(({ holdsAnswers }) => holdsAnswers || scene === alone);
  await Promise.all(regions.map((region) => cache.clear(region)));
}

const first = (scene: Scene, route: CacheableRoute, at?: TestApp) =>
  ask(scene, route, isPrivate(route) ? 'owner' : 'nobody', { at });

const loseDatabase = ({ nest }: TestApp) =>
  jest.spyOn(nest.get(Database), 'db', 'get').mockImplementation(() => {
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  });

const PAST = 'something past its time';
const ttl = expect.any(Number);
const WAYS: readonly Way[] = [
  {
    name: 'a miss',
    scene: () => shared,
    prepare: async () => {
      await emptied(shared);
      return undefined;
    },
    told: () => ({ fwd: 'miss', stored: true }),
  },
  {
    name: 'a hit in memory',
    scene: () => shared,
    prepare: async (route) => {
      await emptied(shared);
      return first(shared, route);
    },
    told: () => ({ hit: true, ttl, detail: 'memory' }),
  },
  {
    name: 'a hit in Redis',
    scene: () => shared,
    prepare: async (route) => {
      await emptied(shared);
      return until('the sibling has heard of that', async () => {
        const reply = await first(shared, route, shared.sibling);
        return statusOf(reply)[0]?.parameters['stored'] === true ? reply : undefined;
      });
    },
    told: () => ({ hit: true, ttl, detail: 'redis' }),
  },
  {
    name: PAST,
    scene: () => alone,
    prepare: async (route) => {
      await emptied(alone);
      const before = await first(alone, route);
      alone.app.clock.advance(seconds(lifeOf(await first(alone, route)) + 2));
      return isServedStale(route) ? before : undefined;
    },
    told: (route) =>
      isServedStale(route)
        ? { hit: true, ttl: expect.any(Number), detail: 'stale' }
        : expect.objectContaining({ fwd: expect.stringMatching(/^(stale|miss)$/) }),
  },
];

const isServedStale = ({ cacheControl }: CacheableRoute) => cacheControl.includes('stale-while-revalidate');
const statusOf = ({ headers }: Reply) => listIn(String(headers['cache-status']));
const lifeOf = (hit: Reply) => Number(statusOf(hit)[0]?.parameters['ttl']);

/** What tells of the moment and the way of an answer rather than of the answer. */
const PASSING = /^(age|date|cache-status|connection|keep-alive|ratelimit.*|x-request-id)$/;
const lasting = ({ headers }: Reply) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !PASSING.test(name)));

/** Bytes of an answer that has compressed forms. */
const COMPRESSED_FROM = 1024;

const variesBy = (route: CacheableRoute, { bytes }: Reply) => [
  ...(isPrivate(route) ? ['Authorization'] : []),
  ...(bytes.length >= COMPRESSED_FROM ? ['Accept-Encoding'] : []),
];

/** What 304 tells as 200 would (RFC 9110 15.4.5). */
function told304({ headers }: Pick<Reply, 'headers'>): unknown[] {
  const names = ['cache-control', 'etag', 'vary', 'expires', 'last-modified', 'cache-groups'];
  return names.map((name) => [name, headers[name]]);
}

/** What may be sent along by who has got these headers, and what it comes to. */
function conditionsOn(headers: Reply['headers']): [OutgoingHttpHeaders, status: number][] {
  const tag = String(headers['etag']);
  const changed = Date.parse(String(headers['last-modified']));
  const at = (offsetMs: number) => new Date(changed + offsetMs).toUTCString();
  return [
    [{ 'if-none-match': tag }, 304],
    [{ 'if-none-match': `"a,b", W/${tag}` }, 304],
    [{ 'if-none-match': '*' }, 304],
    [{ 'if-none-match': '"other"', 'if-modified-since': at(0) }, 200],
    [{ 'if-none-match': tag, 'if-modified-since': at(-1000) }, 304],
    [{ 'if-modified-since': at(0) }, 304],
    [{ 'if-modified-since': at(-1000) }, 200],
    [{ 'if-match': tag, 'if-unmodified-since': at(-1000) }, 200],
    [{ 'if-match': '"other"', 'if-none-match': tag }, 412],
    [{ 'if-match': `W/${tag}` }, 412],
    [{ 'if-unmodified-since': at(-1000) }, 412],
    [{ range: 'bytes=0-1', 'if-range': tag }, 200],
  ];
}

describe.each(cacheableRoutes)('$path', (route) => {
  const openTo = WHO.filter((who) => isOpenTo(route, who));
  const closedTo = WHO.filter((who) => !isOpenTo(route, who));

  describe.each(WAYS)('as $name', ({ name, scene, prepare, told }) => {
    it.each(openTo)('is the same for %s, and says the truth about itself', async (who) => {
      // On a machine that is too busy a source may be late: what is answered instead says so itself, and is kept nowhere.
      const { before, reply } = await until('every source was in time', async () => {
        const asked = { before: await prepare(route), reply: await ask(scene(), route, who) };
        return name !== PAST && asked.reply.body?.degraded === true ? undefined : asked;
      });
      expect(reply.status).toBe(200);
      const [status, ...more] = statusOf(reply);
      expect([status, more]).toEqual([{ value: 'PrepSense', parameters: told(route) }, []]);
      if (before) expect([reply.bytes, lasting(reply)]).toEqual([before.bytes, lasting(before)]);

      const { headers } = reply;
      expect(headers['cache-control']).toBe(route.cacheControl);
      expect(headers['vary'] ?? '').toBe(variesBy(route, reply).join(', '));
      expect(headers['cache-groups']).toBe(route.groups);
      expect(listIn(route.groups).every(({ value }) => typeof value === 'string')).toBe(true);
      expect(headers['age']).toMatch(/^\d+$/);
      expect(Date.parse(String(headers['last-modified']))).toBeLessThanOrEqual(scene().app.clock.now());
      if (route.expires) {
        const maxAge = Number(/max-age=(\d+)/.exec(route.cacheControl)?.[1]);
        expect((Date.parse(String(headers['expires'])) - Date.parse(String(headers['date']))) / 1000).toBe(maxAge);
      }
    });

    for (const who of name === PAST && !isServedStale(route) ? [] : openTo) {
      it(`heeds the conditions of ${who}, in their order`, async () => {
        let { headers } = (await prepare(route)) ?? (await ask(scene(), route, who));
        for (const [index, [, status]] of conditionsOn(headers).entries()) {
          if (name === PAST) headers = (await prepare(route))?.headers ?? {};
          const sent = conditionsOn(headers)[index]?.[0];
          const reply = await ask(scene(), route, who, { headers: sent });
          expect([sent, reply.status]).toEqual([sent, status]);
          if (status === 412) expectProblem(reply, 412);
          else expect(told304(reply)).toEqual(told304({ headers }));
          if (status === 304) expect(reply.bytes.length).toBe(0);
        }
      });
    }

    it.each(openTo)('is told to a HEAD of %s as to a GET, and kept for the next', async (who) => {
      const before = await prepare(route);
      const head = await ask(scene(), route, who, { method: 'HEAD' });
      expect([head.status, head.bytes.length, statusOf(head)[0]?.parameters]).toEqual([200, 0, told(route)]);
      const full = before ?? (await ask(scene(), route, who));
      expect(Number(head.headers['content-length'])).toBe(full.bytes.length);
      if (head.headers['etag'] === full.headers['etag']) expect(lasting(head)).toEqual(lasting(full));
    });

    for (const who of closedTo) {
      it(`gives ${who} no 304, nor anything else`, async () => {
        const before = await prepare(route);
        const status = who === 'nobody' ? 401 : 403;
        for (const tag of ['*', before?.headers['etag'] ?? '"guessed"']) {
          expectProblem(await ask(scene(), route, who, { headers: { 'if-none-match': tag } }), status);
          expectProblem(await ask(scene(), route, who, { headers: { 'if-match': '"other"' } }), status);
        }
        for (const directive of ['only-if-cached', 'no-cache', 'no-store', 'max-age=1', 'max-stale'])
          expectProblem(await ask(scene(), route, who, { headers: { 'cache-control': directive } }), status);
      });
    }
  });

  if (route.cacheControl.includes('stale-if-error')) {
    it('is served past its time while the database is away, as it says of itself', async () => {
      await emptied(alone);
      await first(alone, route);
      const held = await first(alone, route);
      alone.app.clock.advance(seconds(lifeOf(held) + 2));
      const lost = loseDatabase(alone.app);
      const past = await first(alone, route);
      lost.mockRestore();
      // What was held itself tells its age; what was just made of something past its time has none, is not kept, and nobody else shall.
      const isHeld = statusOf(past)[0]?.parameters['hit'] === true;
      const isKept = isHeld || statusOf(past)[0]?.parameters['stored'] === true;
      const cacheControl = isKept ? route.cacheControl : 'public, no-cache';
      expect([past.status, past.headers['cache-control'], past.headers['etag']]).toEqual([
        200,
        cacheControl,
        held.headers['etag'],
      ]);
      expect(past.bytes).toEqual(held.bytes);
      expect(past.headers['cache-status']).toMatch(/stale/);
      if (isHeld) expect(Number(past.headers['age'])).toBeGreaterThan(lifeOf(held));
    });
  }

  it('heeds how old and how fresh an answer is wanted', async () => {
    const who = isPrivate(route) ? 'owner' : 'nobody';
    const held = async (cacheControl: string) => {
      const { headers, status } = await ask(alone, route, who, { headers: { 'cache-control': cacheControl } });
      return status === 200 ? /hit|fwd=\w+/.exec(String(headers['cache-status']))?.[0] : status;
    };
    await emptied(alone);
    expect(await held('only-if-cached')).toBe(504);
    await ask(alone, route, who);
    alone.app.clock.advance(seconds(20));
    const life = lifeOf(await ask(alone, route, who));

    for (const wanted of [
      'max-age=20',
      `min-fresh=${life}`,
      'max-stale',
      'max-age=-1, x="',
      'max-age=5x',
      'only-if-cached',
    ])
      expect([wanted, await held(wanted)]).toEqual([wanted, 'hit']);
    for (const wanted of ['only-if-cached, max-age=19', 'only-if-cached, no-cache', 'only-if-cached, no-store'])
      expect([wanted, await held(wanted)]).toEqual([wanted, 504]);
    expect(await held(`min-fresh=${life + 1}`)).toBe('fwd=request');
    expect(await held('max-age=19')).toBe('hit');
    alone.app.clock.advance(seconds(20));
    expect(await held('max-age=19')).toBe('fwd=request');
  });
});
