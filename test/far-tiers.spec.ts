import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { RedisTier } from '#cache';
import { farTierContract } from '#cache/testing';
import { RedisServer } from './harness/redis-server.js';

const runner = { describe, it };

/** Outages are what these specs make: what is told of them here is what they expect. */
const onError = () => undefined;

/** The tier once it answers, and hears what others say. */
async function ready<T extends { ping(): Promise<void>; onConnected(listener: () => void): void }>(
  tier: T,
): Promise<T> {
  await new Promise<void>((resolve) => tier.onConnected(resolve));
  await tier.ping();
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
