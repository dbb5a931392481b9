import { setImmediate as turn } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { Cache } from '#cache';
import { keyOf, KEPT_MS, region, value } from './kitchen.js';
import { bento, cacheable, cacheManager } from './peers.js';

const READERS = 64;
const ROOM_BYTES = 8 * 1024 * 1024;

/** Nobody holds the key, 64 readers ask at once, and the source answers in the next turn of the event loop. */
export async function misses(url) {
  const own = new Cache({ maxBytes: ROOM_BYTES });
  const peers = [await bento(url), cacheable(url), cacheManager(url)];
  const [viaBento, viaCacheable, viaManager] = peers.map(({ cache }) => cache);
  return [
    crowd('lru-cache holding promises', bare()),
    crowd(
      'this cache',
      (query, load) => own.read(region, query, load),
      () => own.close(),
    ),
    crowd(
      'bentocache, `getOrSet`',
      (query, factory) => viaBento.getOrSet({ key: keyOf(query), ttl: KEPT_MS, factory }),
      peers[0].close,
    ),
    crowd(
      'cacheable, `getOrSet`',
      (query, load) => viaCacheable.getOrSet(keyOf(query), load, { ttl: KEPT_MS }),
      peers[1].close,
    ),
    crowd('cache-manager, `wrap`', (query, load) => viaManager.wrap(keyOf(query), load), peers[2].close),
  ];
}

/** The least that makes one load of many: whoever comes first leaves the promise for the others. */
function bare() {
  const held = new LRUCache({ max: 5000, ttl: KEPT_MS });
  return (query, load) => {
    const key = keyOf(query);
    const waiting = held.get(key);
    if (waiting) return waiting;
    const loading = load();
    held.set(key, loading);
    return loading;
  };
}

function crowd(name, ask, close) {
  let userId = 0;
  const contender = { name, loads: 0, crowds: 0, run, close };
  const load = async () => {
    contender.loads += 1;
    await turn();
    return value;
  };
  async function run(count) {
    for (let crowd = 0; crowd < count; crowd += 1) {
      const query = { userId: userId++, context: 'breakfast' };
      contender.crowds += 1;
      await Promise.all(Array.from({ length: READERS }, () => ask(query, load)));
    }
  }
  return contender;
}
