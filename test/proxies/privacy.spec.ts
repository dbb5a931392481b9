import { beforeAll, describe, expect, it } from '@jest/globals';
import { Cook } from '../cook.js';
import type { Reply } from '../harness/app.js';
import { hangPicture, ownRoutes } from '../http-routes.js';
import { aRandom } from '../random.js';
import { behindCaches } from './behind-caches.js';
import { wasKept } from './kept.js';
import { readingRoutes } from './reading-routes.js';
import { kindsOfCache } from './shared-cache.js';

const ROUNDS = 320;
const AT_ONCE = 8;

describe.each([0, 300])('where clients may keep what is their own for %d s', (seconds) => {
  const fronts = behindCaches({ CLIENT_MAX_AGE_SECONDS: String(seconds) });
  let ann: Cook;
  let bob: Cook;
  let admin: string;
  const ofAnn = () => new RegExp(`of Ann|"userId":${ann.id}\\b`);
  const ofBob = () => new RegExp(`of Bob|"userId":${bob.id}\\b`);

  beforeAll(async () => {
    await hangPicture(fronts.app);
    const preferences = { diets: ['vegan'], allergens: ['nuts'] };
    ann = await Cook.with(fronts.app, [{ name: 'eggs of Ann', quantity: 3, unit: 'piece' }], preferences);
    bob = await Cook.with(fronts.app, [{ name: 'rice of Bob', quantity: 500, unit: 'g' }]);
    ({ token: admin } = await fronts.app.admin());
  });

  it.each(kindsOfCache)('%s keeps nothing that anybody needs a token for', async (kind) => {
    const front = fronts.behind(kind);
    const paths = await readingRoutes(fronts.app, ann);
    let guarded = 0;
    for (const path of paths.filter((path) => path !== '/metrics')) {
      const { status } = await fronts.app.get(path);
      if (status === 200) continue;
      guarded += 1;
      for (const token of [ann.token, admin, ann.token]) {
        const own = await front.get(path, { token });
        expect([path, wasKept(own)]).toEqual([path, false]);
        expect([200, 403]).toContain(own.status);
        const next = await fronts.nextBehind(kind).get(path);
        expect([path, next.status, wasKept(next)]).toEqual([path, 401, false]);
        expect(next.bytes.toString()).not.toMatch(ofAnn());
      }
    }
    expect(guarded).toBeGreaterThan(15);
  });

  it.each(kindsOfCache)('%s tells nobody elsewhere the figures that this machine may read', async (kind) => {
    expect((await fronts.app.get('/metrics')).status).toBe(200);
    expect((await fronts.behind(kind).get('/metrics')).status).toBe(401);
  });

  it.each(kindsOfCache)('%s gives nobody what is another’s, whoever asked for it before', async (kind) => {
    const { seed, pick } = aRandom();
    const front = fronts.behind(kind);
    const people = {
      ann: ann.token,
      bob: bob.token,
      admin,
      nobody: undefined,
      forger: `${ann.token.slice(0, -4)}AAAA`,
      garbage: 'garbage',
    };
    const owners = { ann, bob };

    const one = async () => {
      const who = pick(Object.keys(people) as (keyof typeof people)[]);
      const whose = pick(Object.keys(owners) as (keyof typeof owners)[]);
      const path = pick(ownRoutes).path.replaceAll(':me', String(owners[whose].id));
      const reply = await front.get(path, { token: people[who] });
      const may = who === whose || who === 'admin';
      const due = may ? 200 : who === 'ann' || who === 'bob' ? 403 : 401;
      expect({ seed, who, path, status: reply.status, kept: wasKept(reply) }).toEqual({
        seed,
        who,
        path,
        status: due,
        kept: false,
      });
      expect(foreignIn(reply, may ? whose : undefined)).toBe(false);
    };
    for (let round = 0; round < ROUNDS; round += 1) await Promise.all(Array.from({ length: AT_ONCE }, one));
  });

  /** True where it tells of somebody whose data it should not hold. */
  function foreignIn({ bytes }: Reply, owner: 'ann' | 'bob' | undefined): boolean {
    const told = bytes.toString();
    return (owner !== 'ann' && ofAnn().test(told)) || (owner !== 'bob' && ofBob().test(told));
  }
});
