import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { RedisCluster } from './harness/redis-cluster.js';
import type { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';
import { anInstance, closeInstances, HEAL_LIMIT_MS, prefix, servesAgain, Source, Traffic, TRAPPED } from './traffic.js';

/** For so long a master that was replaced may be believed. */
const BELIEVED_MS = 1000;

let cluster: RedisCluster;
beforeAll(async () => {
  cluster = await RedisCluster.start({ replicas: true, canBeParted: true });
});
afterEach(closeInstances);
afterAll(() => cluster.stop());

const roleOf = async (server: RedisServer) =>
  /role:(\w+)/.exec(String(await server.cli('info', 'replication').catch(String)))?.[1];

it('a master that is cut off from the cluster, and lives on for all who ask it, is left to itself: nothing old is shown, then or when it is back', async () => {
  const fence = `${prefix}fence:t:pantry:${TRAPPED}`;
  const master = await cluster.masterOf(fence);
  const replica = cluster.replicaOf(master);
  const place = { cluster: { nodes: cluster.urls } };
  const source = new Source(BELIEVED_MS);
  const pair = [anInstance(place, source), anInstance(place, source)] as const;
  const [one, two] = pair;
  await Promise.all(pair.map(({ answers }) => answers()));
  await one.fetch(TRAPPED);
  // So that it could do harm: else it refuses once it knows that it is alone.
  await master.cli('config', 'set', 'cluster-allow-reads-when-down', 'yes');
  const traffic = new Traffic(source, pair);
  await traffic.twiceRound();
  await cluster.cutOff(master);
  await until('the replica takes over', async () => (await roleOf(replica)) === 'master', HEAL_LIMIT_MS);
  await Promise.all(pair.map(({ answers }) => answers()));
  await traffic.twiceRound();
  expect(await roleOf(master)).toBe('master');
  expect(await master.cli('exists', fence)).toBe(1);

  await one.change(TRAPPED);
  expect(one.cache.far?.owed).toBe(0);
  for (const { fetch } of pair) expect((await fetch(TRAPPED)).value).toEqual({ version: 1 });
  expect(await master.cli('exists', fence)).toBe(1);

  cluster.rejoin();
  await until('the former master follows', async () => (await roleOf(master)) === 'slave', HEAL_LIMIT_MS);
  await traffic.twiceRound();
  await traffic.end();
  expect(traffic.old).toEqual([]);
  await servesAgain(one, two);
});
