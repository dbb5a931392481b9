import { once } from 'node:events';
import { defineRegion } from '#cache';
import { RedisConnection } from '../dist/libs/cache/src/far/redis.connection.js';
import { keys, KEPT_MS, load, PEOPLE, queries, region, tags, told, value } from './kitchen.js';
import { PREFIX, withRedis } from './ours.js';
import { bento, cacheable, cacheManager } from './peers.js';

const DOCUMENT = Buffer.from(JSON.stringify(value));

/** Its values are the same documents, and are handed out as they lie there. */
const bytesRegion = defineRegion({
  ...told,
  name: 'documents',
  codec: { pack: (body) => ({ encoding: 'bytes', json: '', body }), unpack: ({ body }) => body },
});

/** What is asked for lies in Redis, and next to nothing in memory. `inFlight` ask at once. */
export async function farHits(url, inFlight) {
  const made = [
    await ours(url, 'this cache', region, load),
    await ours(url, 'this cache, bytes that stay bytes', bytesRegion, () => Promise.resolve(DOCUMENT)),
    await viaBento(url),
    await viaCacheable(url),
    await viaCacheManager(url),
  ];
  // After ours: it asks for the keys and fences that ours has made.
  return [...(await roundTrips(url)), ...made].map(({ name, ask, close }) => ({
    name,
    run: (count) => together(inFlight, count, ask),
    close,
  }));
}

/** The commands of one of our reads, for the same keys and on the same kind of connection, without and with making a value of what they bring. */
async function roundTrips(url) {
  const connection = new RedisConnection({ url, onError: () => {} });
  const { client } = connection;
  if (!client.isReady) await once(client, 'ready');
  const asked = queries.map(({ userId }, at) => {
    const key = PREFIX + keys[at];
    const fences = [`k:${keys[at]}`, 'r:recipes', `t:pantry:${userId}`, `t:preferences:${userId}`, 't:catalogue'];
    return { key, all: [key, ...fences.map((fence) => `${PREFIX}fence:${fence}`)] };
  });
  const [found] = await Promise.all([client.mGet(asked[0].all), client.pTTL(asked[0].key)]);
  if (found.includes(null)) throw new Error('these are not the keys that a read of ours asks for');
  const ask = (at) => Promise.all([client.mGet(asked[at].all), client.pTTL(asked[at].key)]);
  const parse = ([[document]]) => JSON.parse(document.toString());
  return [
    { name: 'Redis, `MGET` and `PTTL` in one round trip', ask, close: () => connection.close() },
    { name: 'the same, its JSON parsed', ask: async (at) => parse(await ask(at)) },
  ];
}

async function ours(url, name, region, load) {
  const writer = await withRedis(url);
  for (const query of queries) await writer.read(region, query, load);
  await writer.close();

  const reader = await withRedis(url, { maxBytes: 1 });
  const { from } = await reader.fetch(region, queries[0], load);
  if (from !== 'redis') throw new Error(`a far hit came from ${from}`);
  return {
    name,
    ask: (at) => reader.read(region, queries[at], load),
    close: () => reader.close(),
  };
}

async function viaBento(url) {
  const { cache, close } = await bento(url, { held: 1 });
  const asked = keys.map((key, at) => ({ key, tags: tags[at], ttl: KEPT_MS, factory: load }));
  for (const options of asked) await cache.getOrSet(options);
  return { name: 'bentocache, `getOrSet`', ask: (at) => cache.getOrSet(asked[at]), close };
}

async function viaCacheable(url) {
  const { cache, close } = cacheable(url, { held: 1 });
  const options = tags.map((tags) => ({ ttl: KEPT_MS, tags }));
  for (const [at, key] of keys.entries()) await cache.getOrSet(key, load, options[at]);
  return { name: 'cacheable, `getOrSet`', ask: (at) => cache.getOrSet(keys[at], load, options[at]), close };
}

async function viaCacheManager(url) {
  const { cache, close } = cacheManager(url, { held: 1 });
  for (const key of keys) await cache.wrap(key, load);
  return { name: 'cache-manager, `wrap`', ask: (at) => cache.wrap(keys[at], load), close };
}

/** Asks `count` times, so many at once. */
async function together(inFlight, count, ask) {
  let asked = 0;
  const askOnAndOn = async () => {
    while (asked < count) await ask(asked++ % PEOPLE);
  };
  await Promise.all(Array.from({ length: inFlight }, askOnAndOn));
}
