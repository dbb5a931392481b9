/**
 * What one entry costs a cache in memory beyond its key and its value, in a process of its own: `node --expose-gc bench/memory-of.js NAME` prints
 * bytes. The others are given keys and values that are there before; of this cache, which makes its keys, their size is taken off again.
 */
import { LRUCache } from 'lru-cache';
import { Cache, defineRegion, defineTag } from '#cache';

const ENTRIES = 200_000;
const ROOM_BYTES = 2 ** 40;
const KEPT_MS = 3_600_000;

const keys = Array.from({ length: ENTRIES }, (_, id) => keyOf(id));
const values = keys.map((_, id) => ({ id }));
/** A text of one piece and one byte a character has a head of 16 bytes and fills words of 8. */
const bytesPerKey = keys.reduce((sum, { length }) => sum + 16 + 8 * Math.ceil(length / 8), 0) / ENTRIES;

const fillers = {
  Map: () => filled(new Map()),
  'lru-cache': () => filled(new LRUCache({ max: ENTRIES, ttl: KEPT_MS })),
  'lru-cache, bounded by size': () => filled(new LRUCache({ maxSize: ROOM_BYTES, ttl: KEPT_MS }), { size: 100 }),
  'this cache': () => read(() => []),
  'this cache, three tags': () => {
    const [pantry, preferences, catalogue] = ['pantry', 'preferences', 'catalogue'].map((kind) => defineTag(kind));
    return read((id) => [pantry(id), preferences(id), catalogue()]);
  },
};

console.log(await bytesPerEntry(process.argv[2]));

async function bytesPerEntry(name) {
  // A text is put into one piece when it is looked up first.
  const lookedUp = new Set(keys);
  const before = used();
  const { held, ownKeys } = await fillers[name]();
  const bytes = used() - before;
  if (lookedUp.size === 0 || held === undefined) throw new Error('both must be alive until here');
  return Math.round(bytes / ENTRIES - (ownKeys ? bytesPerKey : 0));
}

function filled(held, options) {
  for (const [id, key] of keys.entries()) held.set(key, values[id], options);
  return { held, ownKeys: false };
}

async function read(tags) {
  const options = { name: 'recipes', version: 1, freshFor: '1h', tiers: 'near', weigh: () => 100 };
  const region = defineRegion({ ...options, key: (id) => [id, 'breakfast'], tags });
  const cache = new Cache({ maxBytes: ROOM_BYTES });
  for (const value of values) await cache.read(region, value.id, () => Promise.resolve(value));
  return { held: cache, ownKeys: true };
}

function keyOf(id) {
  return `recipes:${id}:breakfast`;
}

function used() {
  for (let round = 0; round < 3; round += 1) globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
