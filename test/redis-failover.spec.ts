import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { RedisPlace } from '#cache';
import { RedisCluster } from './harness/redis-cluster.js';
import { RedisSentinels } from './harness/redis-sentinels.js';
import { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';
import {
  anInstance,
  closeInstances,
  HEAL_LIMIT_MS,
  prefix,
  servesAgain,
  Source,
  Traffic,
  TRAPPED,
  USERS,
} from './traffic.js';

afterEach(closeInstances);

/** A replica that hears no more of its master: it keeps what it has. */
async function cutOff(replica: RedisServer, master: RedisServer): Promise<void> {
  await replica.cli('config', 'set', 'masterauth', 'nonsense');
  await replica.cli('config', 'set', 'masteruser', 'nobody');
  await master.cli('client', 'kill', 'type', 'replica');
  await until('the replica is cut off', async () =>
    String(await replica.cli('info', 'replication')).includes('master_link_status:down'),
  );
}

async function areAlike(one: RedisServer, other: RedisServer): Promise<boolean> {
  return (await one.cli('dbsize')) === (await other.cli('dbsize'));
}

/** A server that is turned into another closes its connections: then it is asked once more. */
async function isMaster(server: RedisServer): Promise<boolean> {
  const about = await server.cli('info', 'replication').catch(String);
  return String(about).includes('role:master');
}

describe('behind Sentinels', () => {
  let sentinels: RedisSentinels;
  let place: RedisPlace;
  beforeAll(async () => {
    sentinels = await RedisSentinels.start();
    place = { sentinel: { name: sentinels.name, nodes: sentinels.urls } };
  });
  afterAll(() => sentinels.stop());

  it('a replica that takes over brings nothing back that its master dropped, and all goes on', async () => {
    const { master, replica } = sentinels;
    const source = new Source();
    const pair = [anInstance(place, source), anInstance(place, source)] as const;
    const [one, two] = pair;
    await Promise.all(pair.map(({ answers }) => answers()));
    for (let userId = 0; userId < USERS; userId += 1) await one.fetch(userId);
    await until('the replica has it all', () => areAlike(master, replica));
    await two.fetch(TRAPPED);

    await cutOff(replica, master);
    const traffic = new Traffic(source, pair);
    await until('there is traffic', () => traffic.reads > 50);
    await one.change(TRAPPED);
    expect(source.told.get(TRAPPED)).toBe(1);
    await master.kill();
    traffic.users.push(TRAPPED);
    await until('the replica takes over', () => isMaster(replica), HEAL_LIMIT_MS);
    // The trap: what was dropped stands there still.
    expect(
      await replica.cli('exists', `${prefix}fence:t:pantry:${TRAPPED}`, `${prefix}fence:k:pantry:${TRAPPED}`),
    ).toBeGreaterThan(0);
    await Promise.all(pair.map(({ answers }) => answers()));
    await traffic.twiceRound();
    await traffic.end();

    expect(traffic.old).toEqual([]);
    expect(traffic.reads).toBeGreaterThan(100);
    await servesAgain(one, two);
  });

  it('a master that they no longer name is left, though it lives on', async () => {
    const former = (await isMaster(sentinels.master)) ? sentinels.master : sentinels.replica;
    const latter = await RedisServer.start();
    const source = new Source();
    const one = anInstance(place, source);
    await one.answers();
    await one.fetch(1);
    expect(await former.cli('exists', `${prefix}pantry:1`)).toBe(1);

    await sentinels.turnTo(latter);
    const isAsked = async () => {
      await one.fetch(1);
      return (await latter.cli('exists', `${prefix}pantry:1`)) === 1;
    };
    await until('the other one is asked', isAsked, HEAL_LIMIT_MS);
    const isLeft = async () => String(await former.cli('pubsub', 'numsub', `${prefix}cache:dropped`)).endsWith(',0');
    await until('nobody listens at the former', isLeft, HEAL_LIMIT_MS);
    await sentinels.turnTo(former);
    await one.answers();
    await latter.stop();
  });

  it('nobody is asked while most Sentinels are gone', async () => {
    const source = new Source();
    const one = anInstance(place, source);
    await one.answers();
    await sentinels.killSentinels(2);
    await until('it is away', async () => !(await one.cache.farAnswers()), HEAL_LIMIT_MS);
    expect((await one.fetch(1)).from).toBe('load');
  });
});

describe('in a cluster', () => {
  let cluster: RedisCluster;
  let place: RedisPlace;
  beforeAll(async () => {
    cluster = await RedisCluster.start({ replicas: true });
    place = { cluster: { nodes: cluster.urls } };
  });
  afterAll(() => cluster.stop());

  /** What its slot holds back while it moves: reads of one, of all of a region, of all, or what is announced. */
  const moves: [string, string][] = [
    ['the fence of a tag', `${prefix}fence:t:pantry:5`],
    ['an entry', `${prefix}pantry:5`],
    ['the fence of a region', `${prefix}fence:r:pantry`],
    ['the fence around all there is', `${prefix}fence:all`],
    ['the channel of messages', `${prefix}cache:dropped`],
  ];

  it.each(moves)(
    'while the slot of %s moves nothing old is shown and all is answered; then it is kept again',
    async (_, key) => {
      const from = await cluster.masterOf(key);
      const to = cluster.masters.find((master) => master !== from) as RedisServer;
      const source = new Source();
      const pair = [anInstance(place, source), anInstance(place, source)] as const;
      const [one, two] = pair;
      await Promise.all(pair.map(({ answers }) => answers()));
      await one.change(TRAPPED);
      for (const { fetch } of pair) expect((await fetch(TRAPPED)).value).toEqual({ version: 1 });
      const traffic = new Traffic(source, pair);
      await traffic.twiceRound();

      await cluster.beginMove(key, from, to);
      await traffic.twiceRound();
      await one.change(TRAPPED);
      expect((await one.fetch(TRAPPED)).value).toEqual({ version: 2 });
      await cluster.endMove(key, to);
      await Promise.all(pair.map(({ answers }) => answers()));
      await traffic.twiceRound();
      await traffic.end();

      expect(traffic.old).toEqual([]);
      // What is refused is known at once: nobody waits for a deadline.
      expect(pair.map(({ cache }) => cache.far?.failuresBy.deadline)).toEqual([0, 0]);
      expect((await two.fetch(TRAPPED)).value).toEqual({ version: 2 });
      await servesAgain(one, two);
    },
  );

  it('a change of what lies in a slot that moves is owed until the move is over', async () => {
    const moved = 8;
    const fence = `${prefix}fence:t:pantry:${moved}`;
    const from = await cluster.masterOf(fence);
    const to = cluster.masters.find((master) => master !== from) as RedisServer;
    const source = new Source();
    const [one, two] = [anInstance(place, source), anInstance(place, source)];
    await Promise.all([one.answers(), two.answers()]);
    await one.fetch(moved);
    await two.fetch(moved);

    await cluster.beginMove(fence, from, to);
    await one.change(moved);
    expect((await one.fetch(moved)).value).toEqual({ version: 1 });
    expect(one.cache.far?.owed).toBeGreaterThan(0);
    await cluster.endMove(fence, to);

    await until('it is told', () => one.cache.far?.owed === 0);
    expect((await two.fetch(moved)).value).toEqual({ version: 1 });
    await until('it is kept again', async () => {
      await one.fetch(moved);
      return (await two.fetch(moved)).from !== 'load';
    });
    expect(await to.cli('exists', fence)).toBe(1);
  });

  it('a replica that takes over brings nothing back that its master dropped, and all goes on', async () => {
    const source = new Source();
    const pair = [anInstance(place, source), anInstance(place, source)] as const;
    const [one, two] = pair;
    await Promise.all(pair.map(({ answers }) => answers()));
    for (let userId = 0; userId < USERS; userId += 1) await one.fetch(userId);
    const fence = `${prefix}fence:t:pantry:${TRAPPED}`;
    const master = await cluster.masterOf(fence);
    const replica = cluster.replicaOf(master);
    expect(await master.cli('exists', fence)).toBe(1);
    await until('the replica has it all', () => areAlike(master, replica));
    await two.fetch(TRAPPED);

    await cutOff(replica, master);
    const traffic = new Traffic(source, pair);
    await until('there is traffic', () => traffic.reads > 50);
    await one.change(TRAPPED);
    expect(source.told.get(TRAPPED)).toBe(1);
    await master.kill();
    traffic.users.push(TRAPPED);
    await until('the replica takes over', () => isMaster(replica), HEAL_LIMIT_MS);
    expect(await replica.cli('exists', fence)).toBe(1);
    await Promise.all(pair.map(({ answers }) => answers()));
    await traffic.twiceRound();
    await traffic.end();

    expect(traffic.old).toEqual([]);
    expect(traffic.reads).toBeGreaterThan(100);
    await servesAgain(one, two);
  });
});
