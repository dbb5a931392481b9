import type { OutgoingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { Cache, ResponseCacheInterceptor, seconds } from '#cache';
import { TestClock } from '#cache/testing';
import { Database } from '../src/database/database.js';
import { RequestCounts } from '../src/auth/request-counts.js';
import { pantryLots } from '../src/pantry/pantry.tables.js';
import { recipes } from '../src/recipes/recipes.tables.js';
import { cameBy, Cook, readmeKitchen } from './cook.js';
import { startApp, type Person, type Reply, type TestApp } from './harness/app.js';
import { aDatabase } from './harness/postgres-server.js';
import { aRedis, type SharedRedis } from './harness/redis-server.js';
import { answersHeld } from './held-answers.js';
import { cacheableRoutes, hangPicture, ownRoutes, publicRoutes } from './http-routes.js';
import { redisAnswers } from './redis-answers.js';

/** Bytes of an answer that has compressed forms. */
const COMPRESSED_FROM = 1024;
const STRONG = /^"[\w-]{22}"$/;
/** What tells of the moment and the way of an answer rather than of the answer. */
const PASSING = /^(age|date|cache-status|connection|keep-alive|ratelimit.*|x-request-id)$/;

let postgres: Awaited<ReturnType<typeof aDatabase>>;
let redis: SharedRedis;
/** What is told here must not depend on how busy the machine is that tells it. */
const PATIENCE = '5000';

/** Two instances; the second is only asked where that matters. */
let one: TestApp;
let two: TestApp;
let admin: Person;
let ann: Cook;
let bob: Cook;

beforeAll(async () => {
  [postgres, redis] = await Promise.all([aDatabase(), aRedis()]);
  const settings = { CACHE_FAR_DEADLINE_MS: PATIENCE, CACHE_KEY_PREFIX: redis.prefix };
  const parts = { redis: redis.url, database: postgres.url, settings };
  one = await startApp({ ...parts, clock: new TestClock(machineTime()) });
  neverTooOften(one);
  two = await startApp({ ...parts, clock: one.clock });
  await Promise.all([one, two].map(redisAnswers));
  await hangPicture(one);
  admin = await one.admin();
  ann = await Cook.with(one, readmeKitchen, { diets: ['vegetarian'] });
  bob = await Cook.with(one, readmeKitchen.slice(0, 3));
});
afterAll(async () => {
  await Promise.all([one.stop(), two.stop()]);
  await Promise.all([postgres.discard(), redis.stop()]);
});

/** No answer and no ranking is held anywhere; what they are made of is. */
async function emptied(): Promise<void> {
  const cache = one.nest.get(Cache);
  const answers = [...cache.regions.values()].filter(({ name }) => name.includes('.') || name === 'recipes');
  await Promise.all(answers.map((region) => cache.clear(region)));
}
beforeEach(async () => {
  one.clock.setWall(machineTime());
  await emptied();
});

/** What is public is read past the cache more often here, in a minute and from one address, than anybody is allowed to. */
function neverTooOften({ nest }: TestApp): void {
  const counts = nest.get(RequestCounts, { strict: false });
  const count = counts.count.bind(counts);
  jest.spyOn(counts, 'count').mockImplementation((key, ...rest) => {
    const counted = count(key, ...rest);
    return key.startsWith('fresh:address:') ? { ...counted, isBlocked: false } : counted;
  });
}

/** `Date` is told by the machine: the clock of the test stands where that one stands. */
function machineTime(): number {
  return Math.floor(performance.timeOrigin + performance.now());
}

function lasting({ headers }: Reply): object {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !PASSING.test(name)));
}

/** As an admin: who may read past every cache as often as it likes. Public routes know nobody. */
const asAdmin = (path: string, headers?: OutgoingHttpHeaders) =>
  one.get(path.replaceAll(':me', String(ann.id)), { token: admin.token, headers });

describe.each(cacheableRoutes)('$path', ({ path, cacheControl, expires = false }) => {
  const isPrivate = cacheControl.startsWith('private');
  const get = (headers?: OutgoingHttpHeaders) => ann.get(path, headers);

  it('is the same on a miss, a hit, at another instance and made anew', async () => {
    const miss = await get();
    const hit = await get();
    const elsewhere = await ann.at(two).get(path);
    await emptied();
    const anew = await get();

    expect([miss, hit, elsewhere, anew].map(cameBy)).toEqual(['miss', 'memory', 'redis', 'miss']);
    for (const reply of [hit, elsewhere, anew]) {
      expect(reply.status).toBe(200);
      expect(reply.bytes).toEqual(miss.bytes);
      expect(lasting(reply)).toEqual(lasting(miss));
    }
    expect(miss.headers['cache-status']).toBe('PrepSense; fwd=miss; stored');
    expect(hit.headers['cache-status']).toMatch(/^PrepSense; hit; ttl=\d+; detail=memory$/);
  });

  it('enters no interceptor on a hit that leaves nothing to be done, and one where it is asked for anew', async () => {
    for (let time = 0; time < 3; time += 1) await get();
    const intercept = jest.spyOn(ResponseCacheInterceptor.prototype, 'intercept');
    const hit = await get();
    const fresh = await get({ 'cache-control': 'no-cache' });
    const calls = intercept.mock.calls.length;
    intercept.mockRestore();
    expect([hit, fresh].map(cameBy)).toEqual(['memory', 'request']);
    expect(calls).toBe(1);
  });

  it('says who may keep it, and for how long', async () => {
    const { headers, bytes } = await get();
    expect(headers['cache-control']).toBe(cacheControl);
    expect(headers.etag).toMatch(STRONG);
    const told = [
      ...(isPrivate ? ['Authorization'] : []),
      ...(bytes.length >= COMPRESSED_FROM ? ['Accept-Encoding'] : []),
    ];
    expect(headers.vary ?? '').toBe(told.join(', '));
    expect('expires' in headers).toBe(expires);
    expect('set-cookie' in headers).toBe(false);
    expect(String(headers['cache-groups'] ?? '')).not.toMatch(/\d/);
  });

  it('answers HEAD as GET, without the body', async () => {
    const full = await get();
    const head = await ann.request('HEAD', path);
    expect([head.status, head.bytes.length]).toEqual([200, 0]);
    expect(lasting(head)).toEqual(lasting(full));
    expect(Number(head.headers['content-length'])).toBe(full.bytes.length);
  });

  it.each(['hit', 'miss'])('answers 304 on a %s to who has it already', async (way) => {
    const { headers } = await get();
    const tags = [headers.etag, `W/${headers.etag}`, `"other", ${headers.etag}`, `"a,b" , W/${headers.etag}`, '*'];
    for (const tag of way === 'hit' ? tags : tags.slice(0, 2)) {
      if (way === 'miss') await emptied();
      const known = await get({ 'if-none-match': tag });
      expect([tag, known.status, known.bytes.length, cameBy(known)]).toEqual([
        tag,
        304,
        0,
        way === 'hit' ? 'memory' : 'miss',
      ]);
      for (const name of ['cache-control', 'etag', 'vary', 'expires', 'last-modified', 'cache-groups']) {
        expect([name, known.headers[name]]).toEqual([name, headers[name]]);
      }
      expect([undefined, headers['content-length']]).toContain(known.headers['content-length']);
    }
  });

  it('answers 200 to who has something else', async () => {
    for (const tag of ['"another"', 'W/"another"', 'not a tag', '', '"a", "b"']) {
      expect([tag, (await get({ 'if-none-match': tag })).status]).toEqual([tag, 200]);
    }
  });

  it('looks at If-Modified-Since only where there is no If-None-Match', async () => {
    const { headers } = await get();
    const since = String(headers['last-modified']);
    const earlier = new Date(Date.parse(since) - 1000).toUTCString();

    expect((await get({ 'if-modified-since': since })).status).toBe(304);
    expect((await get({ 'if-modified-since': earlier })).status).toBe(200);
    expect((await get({ 'if-modified-since': 'yesterday' })).status).toBe(200);
    expect((await get({ 'if-modified-since': since, 'if-none-match': '"another"' })).status).toBe(200);
    expect((await get({ 'if-modified-since': earlier, 'if-none-match': headers.etag })).status).toBe(304);
  });

  it('never says that it changed after it was sent, and expires when its max-age is over', async () => {
    const { headers } = await get();
    const sent = Date.parse(String(headers.date));
    expect(Date.parse(String(headers['last-modified']))).toBeLessThanOrEqual(sent);
    if (!expires) return;
    const maxAge = Number(/max-age=(\d+)/.exec(cacheControl)?.[1]) * 1000;
    const { now } = (await one.get('/health')).body.checks.clock;
    expect(Date.parse(String(headers.expires))).toBe(Math.floor(Date.parse(now) / 1000) * 1000 + maxAge);
    expect(headers.expires).toMatch(/ GMT$/);
  });

  it('grows older with the clock', async () => {
    const ages = [await get()];
    for (const by of [0, 7, 30]) {
      one.clock.advance(seconds(by || 0.001));
      ages.push(await get());
    }
    expect(ages.map(({ headers }) => headers.age)).toEqual(['0', '0', '7', '37']);
    expect(new Set(ages.slice(1).map(cameBy))).toEqual(new Set(['memory']));
    const ttl = ages.slice(1).map(({ headers }) => Number(/ttl=(\d+)/.exec(String(headers['cache-status']))?.[1]));
    expect(Number(ttl[0]) - Number(ttl[2])).toBe(37);
  });

  it('asks the source for who says so, and keeps what it got unless told not to', async () => {
    const first = await get();
    const refreshed = await (isPrivate
      ? asAdmin(path, { 'cache-control': 'no-cache' })
      : get({ 'cache-control': 'no-cache' }));
    expect(refreshed.headers['cache-status']).toBe('PrepSense; fwd=request; stored');
    const fresh = await ann.get(`${path}${path.includes('?') ? '&' : '?'}fresh=true`);
    expect(fresh.headers['cache-status']).toBe('PrepSense; fwd=request; stored');
    // Under that address nobody is to keep it.
    expect(fresh.headers['cache-control']).toBe(isPrivate ? 'private, no-cache' : 'public, no-cache');
    expect(refreshed.headers['cache-control']).toBe(first.headers['cache-control']);
    expect(cameBy(await get())).toBe('memory');

    await emptied();
    const unstored = await get({ 'cache-control': 'no-store' });
    expect(unstored.headers['cache-status']).toBe('PrepSense; fwd=bypass');
    for (const reply of [refreshed, fresh, unstored]) expect(reply.bytes).toEqual(first.bytes);
    expect(cameBy(await get())).toBe('miss');
  });

  it('answers 504 to who wants only what is held, when nothing is', async () => {
    const nothing = await get({ 'cache-control': 'only-if-cached' });
    expect(nothing.status).toBe(504);
    expectProblem(nothing);
    await get();
    const held = await get({ 'cache-control': 'only-if-cached' });
    expect([held.status, cameBy(held)]).toEqual([200, 'memory']);
  });

  it('refuses parameters that it does not know, and keeps nothing of them', async () => {
    const { entries } = one.nest.get(Cache).memory;
    for (const stray of ['cb=1', 'Limit=3', 'limit[]=3', 'limit=3&limit=4', '__proto__[x]=1', 'fresh=maybe']) {
      const reply = await ann.get(`${path}${path.includes('?') ? '&' : '?'}${stray}`);
      expect([stray, reply.status]).toEqual([stray, 400]);
      expectProblem(reply);
    }
    expect(one.nest.get(Cache).memory.entries).toBe(entries);
  });
});

function expectProblem({ status, headers, body }: Reply): void {
  expect(headers['content-type']).toMatch(/^application\/problem\+json\b/);
  expect(headers['cache-control']).toBe('no-store');
  expect(body).toMatchObject({ status, type: expect.stringMatching(/^urn:prepsense:/) });
  for (const name of ['etag', 'last-modified', 'expires', 'age', 'cache-status']) expect(name in headers).toBe(false);
}

describe.each(ownRoutes)('$path, of somebody else', ({ path }) => {
  const theirs = () => path.replaceAll(':me', String(ann.id));

  it('is 403 or 401, whatever is known of it', async () => {
    const { headers } = await ann.get(path);
    for (const etag of [headers.etag, '*', '"guessed"', `W/${headers.etag}`]) {
      const conditions = { 'if-none-match': etag, 'if-modified-since': new Date(one.clock.now()).toUTCString() };
      const asBob = await bob.get(theirs(), conditions);
      const asNobody = await one.get(theirs(), { headers: conditions });
      expect([asBob.status, asNobody.status]).toEqual([403, 401]);
      expectProblem(asBob);
      expectProblem(asNobody);
    }
    for (const directive of ['only-if-cached', 'no-cache', 'no-store']) {
      expect((await bob.get(theirs(), { 'cache-control': directive })).status).toBe(403);
    }
  });

  it('is never what another one gets at the same place', async () => {
    const [hers, his] = [await ann.get(path), await bob.get(path)];
    expect(his.status).toBe(200);
    expect(await ann.get(path)).toMatchObject({ bytes: hers.bytes });
    expect(await bob.get(path)).toMatchObject({ bytes: his.bytes });
  });
});

describe.each(publicRoutes)('$path, whoever asks', ({ path }) => {
  it('is the same answer for all, from one entry', async () => {
    const [anns, nobodys, admins] = [await ann.get(path), await one.get(path), await asAdmin(path)];
    expect([anns, nobodys, admins].map(cameBy)).toEqual(['miss', 'memory', 'memory']);
    for (const reply of [nobodys, admins]) expect(reply.bytes).toEqual(anns.bytes);
  });
});

describe('what is not there', () => {
  it.each(['/recipes/999999', '/recipes/999999/nutrition', '/recipes/999999.jsonld', '/ingredients/999999'])(
    '%s is 404 before any precondition, and kept as no answer',
    async (path) => {
      const before = answersHeld(one);
      for (const headers of [{}, { 'if-none-match': '*' }, { 'if-modified-since': new Date().toUTCString() }]) {
        const reply = await one.get(path, { headers });
        expect(reply.status).toBe(404);
        expectProblem(reply);
      }
      expect(answersHeld(one)).toBe(before);
    },
  );

  it.each(['/pantry/999999', '/recommendations/999999'])('%s is 404 for an admin', async (path) => {
    const reply = await asAdmin(path, { 'if-none-match': '*' });
    expect(reply.status).toBe(404);
    expectProblem(reply);
  });
});

describe('one meaning is one entry', () => {
  const spellings: [asked: string, again: readonly string[]][] = [
    ['/recommendations/:me', ['?context=any&limit=10&maxMissing=2', '?maxMissing=2&limit=10', '?limit=10&']],
    ['/pantry/:me/expiring', ['?within=3']],
    ['/recipes/popular', ['?limit=20', '?limit=020']],
    ['/ingredients?query=rice', ['&page=1&limit=20', '&limit=20&page=1']],
    ['/recipes/search?query=rice&maxMinutes=30', ['&page=1&limit=20', '&limit=20&page=1']],
    ['/recipes/search?maxMinutes=30&query=rice&diets=vegan,vegetarian', []],
    ['/recipes/1', ['?useCache=true']],
  ];

  it.each(spellings)('%s, with defaults spelled out in any order', async (asked, again) => {
    const first = await ann.get(asked);
    for (const rest of again) {
      const reply = await ann.get(asked + rest);
      expect([rest, cameBy(reply)]).toEqual([rest, 'memory']);
      expect(reply.bytes).toEqual(first.bytes);
    }
  });

  it.each([
    ['/recipes/search?query=rice&maxMinutes=30', '/recipes/search?maxMinutes=30&query=rice'],
    ['/recipes/search?query=rice&diets=vegan,gluten-free', '/recipes/search?diets=gluten-free,vegan&query=%20Rice'],
    ['/recipes/search?exclude=Nuts,beef', '/recipes/search?exclude=beef,nuts'],
    ['/recommendations/:me?limit=3&context=quick', '/recommendations/:me?context=quick&limit=3'],
  ])('%s and %s', async (asked, again) => {
    const first = await ann.get(asked);
    const second = await ann.get(again);
    expect(cameBy(second)).toBe('memory');
    expect(second.bytes).toEqual(first.bytes);
  });
});

describe('past every cache', () => {
  it('useCache=false tells what the database says, and leaves what is held', async () => {
    const held = await one.get('/recipes/2');
    const { db } = one.nest.get(Database);
    await db.update(recipes).set({ title: 'Changed behind the back' }).where(eq(recipes.id, 2));

    expect((await one.get('/recipes/2')).body.title).toBe(held.body.title);
    const past = await one.get('/recipes/2?useCache=false');
    expect([past.body.title, cameBy(past)]).toEqual(['Changed behind the back', 'bypass']);
    expect(past.headers['cache-control']).toBe('public, no-cache');
    expect((await one.get('/recipes/2')).body.title).toBe(held.body.title);

    const refreshed = await one.get('/recipes/2', { headers: { 'cache-control': 'no-cache' } });
    expect(refreshed.headers['cache-status']).toBe('PrepSense; fwd=request; stored');
    expect((await one.get('/recipes/2')).body.title).toBe('Changed behind the back');
    expect((await one.get('/recipes/2/nutrition')).status).toBe(200);
  });

  it('fresh=true reads all the way down: a ranking is made of what the database says', async () => {
    await ann.get('/pantry/:me');
    await ann.get('/recommendations/:me?limit=50&maxMissing=20');
    const { db } = one.nest.get(Database);
    const [lot] = await db
      .select()
      .from(pantryLots)
      .where(eq(pantryLots.userId, ann.id))
      .orderBy(pantryLots.id)
      .limit(1);
    await db
      .update(pantryLots)
      .set({ name: 'eggs of our own' })
      .where(eq(pantryLots.id, Number(lot?.id)));

    expect(await ann.shelves()).toContain('eggs');
    const { body } = await ann.get('/recommendations/:me?limit=50&maxMissing=20&fresh=true');
    const used = body.recipes.flatMap((recipe: { used: { itemId: number; name: string }[] }) => recipe.used);
    const names = new Set(
      used.filter(({ itemId }: { itemId: number }) => itemId === lot?.id).map(({ name }: { name: string }) => name),
    );
    expect(names).toEqual(new Set(['eggs of our own']));
    await db
      .update(pantryLots)
      .set({ name: 'eggs' })
      .where(eq(pantryLots.id, Number(lot?.id)));
  });

  it('the doors that say so never keep anything', async () => {
    await ann.get('/preferences/:me');
    const { entries } = one.nest.get(Cache).memory;
    const fresh = await ann.get('/preferences/fresh?userId=:me');
    const byAdmin = await asAdmin('/admin/pantry/:me');
    for (const { status, headers } of [fresh, byAdmin]) {
      expect([status, headers['cache-control'], 'etag' in headers]).toEqual([200, 'no-store', false]);
    }
    expect(one.nest.get(Cache).memory.entries).toBeLessThanOrEqual(entries + 2);
  });

  it('is rationed for people, not for admins', async () => {
    const carl = await Cook.with(one, readmeKitchen.slice(0, 2));
    const statuses: number[] = [];
    for (let times = 0; times < 32; times += 1) {
      statuses.push((await carl.get('/pantry/:me', { 'cache-control': 'no-cache' })).status);
    }
    expect(statuses.slice(0, 30)).toEqual(Array(30).fill(200));
    expect(statuses.slice(30)).toEqual([429, 429]);
    const refused = await carl.get('/pantry/:me?fresh=true');
    expectProblem(refused);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await carl.get('/pantry/:me')).status).toBe(200);
    for (let times = 0; times < 32; times += 1) {
      expect((await asAdmin('/pantry/:me', { 'cache-control': 'no-cache' })).status).toBe(200);
    }
  });
});

describe('with a client lifetime of five minutes', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({
      clock: new TestClock('2026-06-15T21:57:30Z'),
      settings: { CLIENT_MAX_AGE_SECONDS: '300' },
    });
  });
  afterAll(() => app.stop());

  it('private answers say so, and are cut off at the midnight of who asks', async () => {
    const berliner = await Cook.with(app, readmeKitchen, { timeZone: 'Europe/Berlin' });
    const londoner = await Cook.with(app, readmeKitchen, { timeZone: 'Europe/London' });
    for (const path of ['/pantry/:me', '/pantry/:me/expiring', '/recommendations/:me']) {
      expect((await berliner.get(path)).headers['cache-control']).toBe('private, max-age=150');
      expect((await londoner.get(path)).headers['cache-control']).toBe('private, max-age=300');
    }
  });
});

describe('what is private and not kept here', () => {
  it('is confirmed each time: the journal', async () => {
    expect((await ann.get('/pantry/:me/journal')).headers['cache-control']).toBe('private, no-cache');
  });
});
