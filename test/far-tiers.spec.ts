import { afterAll, beforeAll, describe, it } from '@jest/globals';
import KeyvRedis from '@keyv/redis';
import { Keyv } from 'keyv';
import { KeyvTier, RedisTier } from '#cache';
import { farTierContract, type Lack } from '#cache/testing';
import { aRedisYet } from './harness/keyv-stores.js';
import { RedisCluster } from './harness/redis-cluster.js';
import { RedisSentinels } from './harness/redis-sentinels.js';
import { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';

const runner = { describe, it };
const READY_LIMIT_MS = 20_000;

/** Outages are what these specs make: what is told of them here is what they expect. */
const onError = () => undefined;

/** The tier once all its servers answer. */
async function ready(tier: RedisTier): Promise<RedisTier> {
  const answers = async () => {
    try {
      await tier.ping();
      return true;
    } catch (error) {
      if (error instanceof Error) return false;
      throw error;
    }
  };
  await until('the tier answers', answers, READY_LIMIT_MS);
  return tier;
}

describe('Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis.stop());

  farTierContract(runner, {
    aTier: () => ready(new RedisTier({ url: redis.url, prefix: 'shop:', onError })),
    lose: () => redis.kill(),
  });
});

describe('Redis behind Sentinels', () => {
  let sentinels: RedisSentinels;
  beforeAll(async () => {
    sentinels = await RedisSentinels.start();
  });
  afterAll(() => sentinels.stop());

  farTierContract(runner, {
    aTier: () => {
      const sentinel = { name: sentinels.name, nodes: sentinels.urls };
      return ready(new RedisTier({ sentinel, prefix: 'shop:', onError }));
    },
    lose: async () => {
      await Promise.all([sentinels.master.kill(), sentinels.replica.kill()]);
    },
  });
});

describe('a Redis Cluster', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await RedisCluster.start();
  });
  afterAll(() => cluster.stop());

  farTierContract(runner, {
    aTier: () => ready(new RedisTier({ cluster: { nodes: cluster.urls.slice(0, 1) }, prefix: 'shop:', onError })),
    lose: async () => {
      await Promise.all(cluster.masters.map((master) => master.kill()));
    },
  });
});

describe('a Keyv store', () => {
  const lacks: Lack[] = ['messages', 'atomic', 'prolonging', 'marks'];

  describe('of @keyv/redis', () => {
    let redis: RedisServer;
    beforeAll(async () => {
      redis = await RedisServer.start();
    });
    afterAll(() => redis.stop());

    farTierContract(runner, {
      lacks,
      aTier: () => {
        const store = new KeyvRedis({ url: redis.url, disableOfflineQueue: true });
        return new KeyvTier({ store, prefix: 'shop:', onError, close: () => store.disconnect(true) });
      },
      lose: () => redis.kill(),
    });
  });

  describe('of cache-manager-redis-yet', () => {
    let redis: RedisServer;
    beforeAll(async () => {
      redis = await RedisServer.start();
    });
    afterAll(() => redis.stop());

    farTierContract(runner, {
      lacks: [...lacks, 'walks'],
      aTier: async () => {
        const { store, client } = await aRedisYet(redis.url);
        return new KeyvTier({ store, prefix: 'shop:', onError, close: () => client.disconnect() });
      },
      lose: () => redis.kill(),
    });
  });

  describe('of Keyv itself', () => {
    const { store } = new Keyv().opts as { store: Map<string, unknown> };
    farTierContract(runner, { lacks, aTier: () => new KeyvTier({ store, prefix: 'shop:', onError }) });
  });
});
