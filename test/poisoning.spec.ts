import type { OutgoingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FILE_ENDINGS } from './file-endings.js';
import { Cook, readmeKitchen } from './cook.js';
import { startApp, type Reply, type TestApp } from './harness/app.js';
import { headerNames } from './header-names.js';
import { answersHeld, forgetAnswers } from './held-answers.js';
import { cacheableRoutes, hangPicture, ownRoutes, type CacheableRoute } from './http-routes.js';
import { expectProblem } from './problems.js';

let app: TestApp;
let ann: Cook;
let bob: Cook;
beforeAll(async () => {
  app = await startApp();
  await hangPicture(app);
  ann = await Cook.with(app, readmeKitchen.slice(0, 5));
  bob = await Cook.with(app);
});
afterAll(() => app.stop());

const PASSING = /^(age|date|cache-status|connection|keep-alive|ratelimit.*)$/;
const lasting = ({ headers }: Reply) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !PASSING.test(name)));
const AT_ONCE = 90;
const VALUES = ['evil.example', '2', 'en;q=0.1', 'admin=1; role=admin'] as const;

/** All names, so many at once as one request may carry, each with something that would tell if it counted. */
function batches(value: string): OutgoingHttpHeaders[] {
  const parts: OutgoingHttpHeaders[] = [];
  for (let from = 0; from < headerNames.length; from += AT_ONCE) {
    parts.push(Object.fromEntries(headerNames.slice(from, from + AT_ONCE).map((name) => [name, value])));
  }
  return parts;
}

describe('a long list of headers', () => {
  it('has more than 1,000 names, each once', () => {
    expect(headerNames.length).toBeGreaterThan(1000);
    expect(new Set(headerNames).size).toBe(headerNames.length);
  });

  it.each(cacheableRoutes)('changes nothing in what others get of $path, on a miss and on a hit', async ({ path }) => {
    // What a ranking is made of is held from here on: its answer says so.
    await ann.get(path);
    await forgetAnswers(app);
    const clean = await ann.get(path);
    for (const headers of VALUES.flatMap(batches)) {
      for (const way of ['miss', 'hit']) {
        if (way === 'miss') await forgetAnswers(app);
        const probe = await ann.get(path, headers);
        expect([probe.status, probe.bytes.equals(clean.bytes)]).toEqual([200, true]);
        const next = await ann.get(path);
        expect([next.bytes.equals(clean.bytes), lasting(next)]).toEqual([true, lasting(clean)]);
      }
    }
    expect(answersHeld(app)).toBeLessThanOrEqual(cacheableRoutes.length);
  });

  it.each(['evil.example', 'localhost:1', '[::1]', 'LOCALHOST'])('nor does the host %s', async (host) => {
    const clean = await ann.get('/recipes/1');
    await forgetAnswers(app);
    expect((await ann.get('/recipes/1', { host })).bytes).toEqual(clean.bytes);
    const next = await ann.get('/recipes/1');
    expect([next.bytes.equals(clean.bytes), lasting(next)]).toEqual([true, lasting(clean)]);
  });
});

describe('an address that a cache on the way might take for a file', () => {
  const SUFFIXES = [...FILE_ENDINGS, '/..', '%2f..%2fx.png'];

  it.each(ownRoutes.filter(({ path }) => !path.includes('?')))('$path and something is nothing', async ({ path }) => {
    await ann.get(path);
    for (const suffix of SUFFIXES) {
      const reply = await ann.get(`${path}${suffix}`);
      expectProblem(reply, 400, 404);
      expect(reply.bytes.toString()).not.toContain(readmeKitchen[0]?.name);
    }
    for (const odd of [`/static/..%2f${path.slice(1)}`, `/%2e%2e${path}`, `/.${path}`, `/${path}`, path.toUpperCase()])
      expectProblem(await ann.get(odd), 400, 404);
  });
});

describe('parameters', () => {
  const asked = ({ path }: CacheableRoute) => (path.includes('?') ? `${path}&` : `${path}?`);

  it.each(cacheableRoutes)(
    'of $path that are twofold, cloaked or unknown are refused and kept nowhere',
    async (route) => {
      const clean = await ann.get(route.path);
      const held = answersHeld(app);
      const tricks = [
        'utm_source=x',
        'cb=1',
        '_=1',
        'callback=alert',
        'limit=1;limit=2',
        'limit=3&limit=4',
        'query=rice%26x=1&query=y',
        'limit[]=3',
        'limit.x=3',
        '__proto__[x]=1',
        'constructor=1',
        '%00=1',
        'fresh=TRUE',
      ];
      for (const trick of tricks) expectProblem(await ann.get(asked(route) + trick), 400);
      expect(answersHeld(app)).toBe(held);
      expect((await ann.get(route.path)).bytes).toEqual(clean.bytes);
    },
  );

  it('a hundred thousand unknown ones would make no entry: of a hundred not one is kept', async () => {
    await ann.get('/recipes/1');
    const held = answersHeld(app);
    for (let cb = 0; cb < 100; cb += 1) expect((await ann.get(`/recipes/1?cb=${cb}`)).status).toBe(400);
    expect(answersHeld(app)).toBe(held);
  });
});

describe('a request that fails', () => {
  it('is not what the next one gets, whatever made it fail', async () => {
    const oversized = { 'x-oversized': 'x'.repeat(20_000) };
    for (const { path } of cacheableRoutes) {
      await forgetAnswers(app);
      expect((await ann.get(path, oversized)).status).toBe(431);
      expect((await ann.get(path, { 'content-encoding': 'gzip' })).status).toBe(415);
      expect((await ann.get(path, { 'if-match': '"other"' })).status).toBe(412);
      expect((await ann.get(path)).status).toBe(200);
    }
  });

  it.each(ownRoutes)('$path: who may not have it learns nothing, and leaves nothing behind', async ({ path }) => {
    const theirs = path.replaceAll(':me', String(ann.id));
    await forgetAnswers(app);
    expectProblem(await bob.get(theirs), 403);
    expectProblem(await app.get(theirs), 401);
    const own = await ann.get(path);
    expect([own.status, own.headers['cache-status']]).toEqual([200, 'PrepSense; fwd=miss; stored']);
    expectProblem(await bob.get(theirs), 403);
    expectProblem(await app.get(theirs), 401);
  });
});
