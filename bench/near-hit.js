// The await is a part of what is measured.
/* oxlint-disable typescript/await-thenable */
import { LRUCache } from 'lru-cache';
import { Cache } from '#cache';
import { keyOf, keys, KEPT_MS, load, PEOPLE, queries, region, tags, value } from './kitchen.js';
import { withRedis } from './ours.js';
import { bento, cacheable, cacheManager } from './peers.js';

/** Everything is in memory. Ours makes its keys from queries, as somebody must; the others are handed theirs, ready made. */
export async function bareHits() {
  return [bare(), await ours('this cache', new Cache()), bareWithKeys(), bareWithOldTime(), map()];
}

/** Two tiers each; ours believes what it holds for longer than this takes, so that no proof is asked for meanwhile. */
export async function peerHits(url) {
  const contenders = [await ours('this cache', await withRedis(url, { trustMs: KEPT_MS }))];
  for (const shared of [false, true]) {
    contenders.push(
      await viaBento(url, { shared }),
      await viaCacheable(url, { shared }),
      await viaCacheManager(url, { shared }),
    );
  }
  return contenders;
}

function bare() {
  const lru = filledLru({ ttlResolution: 0 });
  return {
    name: 'lru-cache, `await cache.get(key)`',
    async run(count) {
      for (let at = 0; at < count; at += 1) await lru.get(keys[at % PEOPLE]);
    },
  };
}

function bareWithKeys() {
  const lru = filledLru({ ttlResolution: 0 });
  return {
    name: 'the same, its key made from the query',
    async run(count) {
      for (let at = 0; at < count; at += 1) await lru.get(keyOf(queries[at % PEOPLE]));
    },
  };
}

/** As it is by default: it looks at the clock again when a timer has fired, and goes by the old time until then. */
function bareWithOldTime() {
  const lru = filledLru({});
  return {
    name: 'lru-cache that looks at the clock when it gets round to it',
    async run(count) {
      for (let at = 0; at < count; at += 1) await lru.get(keys[at % PEOPLE]);
    },
  };
}

function filledLru(options) {
  const lru = new LRUCache({ max: 5000, ttl: KEPT_MS, ...options });
  for (const key of keys) lru.set(key, value);
  return lru;
}

function map() {
  const held = new Map(keys.map((key) => [key, value]));
  return {
    name: 'Map, `await map.get(key)`',
    async run(count) {
      for (let at = 0; at < count; at += 1) await held.get(keys[at % PEOPLE]);
    },
  };
}

async function ours(name, cache) {
  for (const query of queries) await cache.read(region, query, load);
  return {
    name,
    async run(count) {
      for (let at = 0; at < count; at += 1) await cache.read(region, queries[at % PEOPLE], load);
    },
    close: () => cache.close(),
  };
}

async function viaBento(url, { shared }) {
  const { cache, close } = await bento(url, { shared });
  const asked = keys.map((key, at) => ({ key, tags: tags[at], ttl: KEPT_MS, factory: load }));
  for (const options of asked) await cache.getOrSet(options);
  return {
    name: `bentocache, \`getOrSet\`${how(shared)}`,
    async run(count) {
      for (let at = 0; at < count; at += 1) await cache.getOrSet(asked[at % PEOPLE]);
    },
    close,
  };
}

async function viaCacheable(url, { shared }) {
  const { cache, close } = cacheable(url, { shared });
  const options = tags.map((tags) => ({ ttl: KEPT_MS, tags }));
  for (const [at, key] of keys.entries()) await cache.getOrSet(key, load, options[at]);
  return {
    name: `cacheable, \`getOrSet\`${how(shared)}`,
    async run(count) {
      for (let at = 0; at < count; at += 1) await cache.getOrSet(keys[at % PEOPLE], load, options[at % PEOPLE]);
    },
    close,
  };
}

async function viaCacheManager(url, { shared }) {
  const { cache, close } = cacheManager(url, { shared });
  for (const key of keys) await cache.wrap(key, load);
  return {
    name: `cache-manager, \`wrap\`${how(shared)}`,
    async run(count) {
      for (let at = 0; at < count; at += 1) await cache.wrap(keys[at % PEOPLE], load);
    },
    close,
  };
}

function how(shared) {
  return shared ? ', one value shared by all readers' : '';
}
