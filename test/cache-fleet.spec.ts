import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FleetStatsService } from '../src/cache-admin/fleet-stats.service.js';
import { Database } from '../src/database/database.js';
import { Cook } from './cook.js';
import { startApp, type Person, type TestApp } from './harness/app.js';
import { aDatabase } from './harness/postgres-server.js';
import { expectProblem } from './problems.js';
import { until } from './harness/until.js';
import { sql } from 'drizzle-orm';

describe('GET /admin/cache/stats?scope=cluster', () => {
  let postgres: Awaited<ReturnType<typeof aDatabase>>;
  const apps: TestApp[] = [];
  let admin: Person;
  beforeAll(async () => {
    postgres = await aDatabase();
    for (let count = 0; count < 2; count += 1) apps.push(await startApp({ database: postgres.url }));
    admin = await (apps[0] as TestApp).admin();
  });
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.stop()));
    await postgres.discard();
  });

  const stats = async (app: TestApp, query = '') => {
    const reply = await app.get(`/admin/cache/stats${query}`, { token: app.tokenFor(admin) });
    expect([reply.status, reply.headers['cache-control']]).toEqual([200, 'no-store']);
    return reply.body;
  };
  const cluster = (app: TestApp) => stats(app, '?scope=cluster');

  it('adds up what all instances counted, and forgets who stops', async () => {
    const [one, two] = apps as [TestApp, TestApp];
    const cook = await Cook.with(one);
    for (let times = 0; times < 5; times += 1) for (const app of apps) await cook.at(app).get('/pantry/:me');
    const [ownOfOne, ownOfTwo] = [await stats(one), await stats(two, '?scope=instance')];
    two.nest.get(FleetStatsService).tellOthers();
    const both = await until('the other has told', async () => {
      const seen = await cluster(one);
      return seen.instances.length === 2 && seen;
    });
    expect(new Set(both.instances)).toEqual(new Set([ownOfOne.instance, ownOfTwo.instance]));
    const hits = (body: typeof both) => body.regions['pantry.answer'].hits.memory;
    expect(hits(both)).toBe(hits(ownOfOne) + hits(ownOfTwo));
    expect(both.tiers.memory.maxBytes).toBe(2 * ownOfOne.tiers.memory.maxBytes);

    await apps.pop()?.stop();
    expect((await cluster(one)).instances).toEqual([ownOfOne.instance]);
  });

  it('counts nobody who has told nothing for three quarters of a minute', async () => {
    const [one] = apps as [TestApp];
    const { db } = one.nest.get(Database);
    const told = (ago: string) => sql`
      insert into cache_instances (instance, told_at, told)
      values (${`told ${ago} ago`}, now() - ${ago}::interval, '{"stats": {"since": "2026-01-01", "instance": "other",
        "tiers": {"memory": {"entries": 0, "bytes": 0, "maxBytes": 0, "evictions": 0}}, "regions": {},
        "totals": {"hits": {"memory": 0, "redis": 0, "stale": 0}}}, "times": {}}')`;
    for (const ago of ['40 seconds', '50 seconds']) await db.execute(told(ago));
    expect((await cluster(one)).instances).toHaveLength(2);

    one.nest.get(FleetStatsService).tellOthers();
    await until('the silent one is forgotten', async () => {
      const { rows } = (await db.execute(sql`select instance from cache_instances`)) as { rows: unknown[] };
      return rows.length === 2;
    });
  });

  it('is no other word', async () => {
    const [one] = apps as [TestApp];
    expectProblem(await one.get('/admin/cache/stats?scope=world', { token: one.tokenFor(admin) }), 400);
  });

  it('is the process itself where it has the database to itself', async () => {
    const alone = await startApp();
    admin = await alone.admin();
    alone.nest.get(FleetStatsService).tellOthers();
    const body = await cluster(alone);
    expect(body.instances).toEqual([(await stats(alone)).instance]);
    await alone.stop();
  });
});
