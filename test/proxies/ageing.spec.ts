import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, TestApp, type Person, type Reply } from '../harness/app.js';
import { until } from '../harness/until.js';
import { RunningClock } from '../running-clock.js';
import { HurriedOrigin } from './hurried-origin.js';
import { kindsOfCache, SharedCache } from './shared-cache.js';

let app: TestApp;
let admin: Person;
let origin: HurriedOrigin;
beforeAll(async () => {
  app = await startApp({ clock: new RunningClock(new Date().toISOString()) });
  admin = await app.admin();
  origin = await HurriedOrigin.before(app.port);
});
beforeEach(() => {
  origin.isAway = false;
});
afterAll(async () => {
  await origin.stop();
  await app.stop();
});

/** A recipe of this many eggs; the same one if it is there. */
async function aSoupOf(eggs: number): Promise<string> {
  const name = 'Soup that grows old';
  const body = { '@type': 'Recipe', name, recipeIngredient: [`${eggs} eggs`], recipeInstructions: 'Boil it.' };
  await app.post('/recipes/import', { token: admin.token, body });
  const { items } = (await app.get(`/recipes/search?query=${encodeURIComponent(name)}&fresh=true`)).body;
  return `/recipes/${items[0].id}`;
}

const eggsIn = ({ body }: Reply): number => body.ingredients[0].quantity;

describe.each(kindsOfCache)('%s', (kind) => {
  let cache: SharedCache;
  let front: TestApp;
  beforeAll(async () => {
    cache = await SharedCache.start(kind, origin.port);
    front = new TestApp(app.nest, app.clock, cache.port);
  });
  afterAll(() => cache.stop());

  it('keeps nobody waiting for what is made anew while it may still be told as it was', async () => {
    const path = await aSoupOf(3);
    expect(eggsIn(await front.get(path))).toBe(3);
    await aSoupOf(5);

    const replies: Reply[] = [];
    await until('the change is told', async () => {
      const reply = await front.get(path);
      replies.push(reply);
      return eggsIn(reply) === 5;
    });
    const came = replies.map(({ headers }) => headers['x-cache']);
    expect(came).not.toContain('MISS');
    expect(came).not.toContain('EXPIRED');
    expect(new Set(replies.map(eggsIn))).toEqual(new Set([3, 5]));
  });
});

describe('nginx', () => {
  it('goes on telling what it has while the program cannot be reached', async () => {
    const cache = await SharedCache.start('nginx', origin.port);
    try {
      const front = new TestApp(app.nest, app.clock, cache.port);
      const known = await front.get('/ingredients/1');
      origin.isAway = true;
      expect((await front.get('/ingredients/2')).status).toBe(502);
      await until('it is past its time', async () => {
        const reply = await front.get('/ingredients/1');
        expect([reply.status, reply.bytes.equals(known.bytes)]).toEqual([200, true]);
        return reply.headers['x-cache'] === 'STALE';
      });
    } finally {
      await cache.stop();
    }
  });
});
