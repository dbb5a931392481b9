import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cook, readmeKitchen } from './cook.js';
import { startApp, type Reply, type TestApp } from './harness/app.js';
import { forgetAnswers } from './held-answers.js';
import { cacheableRoutes, hangPicture } from './http-routes.js';
import { expectProblem } from './problems.js';

/** Pages of other origins have no business here: no answer allows them anything, and what they send changes no answer that is kept. */

let app: TestApp;
let ann: Cook;
beforeAll(async () => {
  app = await startApp();
  await hangPicture(app);
  ann = await Cook.with(app, readmeKitchen.slice(0, 5));
});
afterAll(() => app.stop());

const ORIGINS = ['https://evil.example', 'null', 'http://localhost:3000', 'https://127.0.0.1.evil.example'];

const allowances = ({ headers }: Reply) => Object.keys(headers).filter((name) => name.startsWith('access-control-'));

describe.each(cacheableRoutes)('$path', ({ path }) => {
  it.each(ORIGINS)('allows %s nothing, as a miss and as a hit, and stays the same for others', async (origin) => {
    await ann.get(path);
    await forgetAnswers(app);
    const clean = await ann.get(path);
    await forgetAnswers(app);
    const asked = [await ann.get(path, { origin }), await ann.get(path, { origin, cookie: 'session=1' })];
    const next = await ann.get(path);
    expect([...asked, next].map(allowances)).toEqual([[], [], []]);
    for (const reply of [...asked, next]) {
      expect(reply.bytes).toEqual(clean.bytes);
      // Nothing that is said to an origin: nothing to vary by.
      expect(reply.headers.vary).toBe(clean.headers.vary);
    }
  });
});

describe('a question before the question', () => {
  it.each(ORIGINS)('of %s is answered with the methods that there are, and allows nothing', async (origin) => {
    const headers = {
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'authorization',
    };
    for (const path of [`/pantry/${ann.id}`, `/preferences/${ann.id}`, '/recipes/1', '/auth/login']) {
      const reply = await app.request('OPTIONS', path, { headers });
      expectProblem(reply, 401, 405);
      expect(allowances(reply)).toEqual([]);
    }
  });

  it('goes for errors too: they allow nothing', async () => {
    const origin = 'https://evil.example';
    for (const path of ['/recipes/999999', '/nowhere', '/recipes/x', `/pantry/${ann.id}`])
      expect(allowances(await app.get(path, { headers: { origin } }))).toEqual([]);
  });
});
