import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Cache, defineRegion, defineTag, hours, RedisTier, type RedisPlace } from '#cache';
import { Certificate } from './harness/certificate.js';
import { RedisCluster } from './harness/redis-cluster.js';
import { RedisSentinels } from './harness/redis-sentinels.js';
import { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';
import { RunningClock } from './running-clock.js';

const READY_LIMIT_MS = 20_000;

const pantryTag = defineTag<[userId: number]>('pantry');
const pantries = defineRegion<number, string>({
  name: 'pantry',
  version: 1,
  freshFor: hours(1),
  key: (userId) => [userId],
  tags: (userId) => [pantryTag(userId)],
});

let certificate: Certificate;
const caches: Cache[] = [];
beforeAll(async () => {
  certificate = await Certificate.make();
});
afterEach(async () => {
  await Promise.all(caches.splice(0).map((cache) => cache.close()));
});
afterAll(() => certificate.discard());

function aCache(place: RedisPlace, tls = certificate.client, errors: unknown[] = []): Cache {
  const far = new RedisTier({ ...place, tls, prefix: '', onError: (error) => errors.push(error) });
  const cache = new Cache({ clock: new RunningClock(), far, deadlineMs: 2000 });
  caches.push(cache);
  return cache;
}
const answers = (cache: Cache) => until('Redis answers', () => cache.farAnswers(), READY_LIMIT_MS);

/** What one keeps the other finds, and what one changes the other hears of. */
async function speakByTls(place: RedisPlace): Promise<void> {
  const [one, two] = [aCache(place), aCache(place)];
  await Promise.all([answers(one), answers(two)]);
  await one.read(pantries, 7, async () => 'old');
  expect(await two.fetch(pantries, 7, async () => 'unknown')).toMatchObject({ value: 'old', from: 'redis' });

  const heard: string[] = [];
  two.events.on('dropped', ({ fences, own }) => own || heard.push(...fences));
  await until('the change is heard', async () => {
    await one.invalidate(pantryTag(7));
    return heard.includes('t:pantry:7');
  });
  expect(await two.fetch(pantries, 7, async () => 'new')).toMatchObject({ value: 'new', from: 'load' });
}

describe('by TLS, with an authority of one’s own and a server that wants to know who comes', () => {
  it('one Redis is spoken to; by who trusts it, and whom it trusts, alone', async () => {
    const redis = await RedisServer.absent(certificate);
    await redis.restart();
    const stranger = await Certificate.make();
    const { ca, cert, key } = certificate.client;
    try {
      await speakByTls({ url: redis.url });
      const errors: unknown[] = [];
      const wary = aCache({ url: redis.url }, { ca: stranger.pem, cert, key }, errors);
      const unknown = aCache({ url: redis.url }, { ca, cert: stranger.pem, key: stranger.key }, errors);
      for (const cache of [wary, unknown]) {
        const before = errors.length;
        await until('it has tried', () => errors.length >= before + 2);
        expect(await cache.farAnswers()).toBe(false);
        expect(await cache.fetch(pantries, 7, async () => 'own')).toMatchObject({ value: 'own', from: 'load' });
      }
    } finally {
      await Promise.all([redis.stop(), stranger.discard()]);
    }
  });

  it('Sentinels are asked, and the master that they name', async () => {
    const sentinels = await RedisSentinels.start(certificate);
    try {
      await speakByTls({ sentinel: { name: sentinels.name, nodes: sentinels.urls, master: 'rediss://any' } });
    } finally {
      await sentinels.stop();
    }
  });

  it('a cluster is found, and each of its masters spoken to', async () => {
    const cluster = await RedisCluster.start({ certificate });
    try {
      await speakByTls({ cluster: { nodes: cluster.urls.slice(0, 1) } });
    } finally {
      await cluster.stop();
    }
  });
});
