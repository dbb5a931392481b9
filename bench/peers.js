import { createKeyv as createRedisKeyv } from '@keyv/redis';
import { createClient } from '@redis/client';
import { BentoCache, bentostore } from 'bentocache';
import { BaseDriver } from 'bentocache/drivers/base_driver';
import { memoryDriver } from 'bentocache/drivers/memory';
import { createCache } from 'cache-manager';
import { Cacheable, createKeyv } from 'cacheable';
import { KEPT_MS } from './kitchen.js';

/** More than the benchmark asks for. */
const ROOM = 5000;

/** Each keeps what it has in Redis apart from the others. */
let made = 0;
const ownNamespace = () => `peer${made++}`;

/**
 * The peers as their documentation sets them up for two tiers. `held` is how many entries their memory has room for. By default each gives every
 * reader a value of its own, as this cache gives one that nobody can change; `shared` switches that off, which makes them faster.
 */
export async function bento(url, { held = ROOM, shared = false } = {}) {
  const connection = await createClient({ url }).connect();
  const store = bentostore()
    .useL1Layer(memoryDriver({ maxItems: held, serialize: !shared }))
    .useL2Layer(redisDriver(connection));
  const cache = new BentoCache({ default: 'kitchen', prefix: ownNamespace(), stores: { kitchen: store } });
  return { cache, close: () => cache.disconnectAll() };
}

export function cacheable(url, options) {
  const secondary = createRedisKeyv(url, { namespace: ownNamespace() });
  const cache = new Cacheable({ primary: memory(options), secondary, ttl: KEPT_MS });
  return { cache, close: () => secondary.disconnect() };
}

export function cacheManager(url, options) {
  const far = createRedisKeyv(url, { namespace: ownNamespace() });
  const cache = createCache({ stores: [memory(options), far], ttl: KEPT_MS });
  return { cache, close: () => far.disconnect() };
}

function memory({ held = ROOM, shared = false } = {}) {
  return createKeyv({ ttl: KEPT_MS, lruSize: held, useClone: !shared });
}

/** Bentocache's own driver needs another Redis client; this is a driver of the kind that its documentation has users write. */
function redisDriver(connection) {
  return { options: {}, factory: (config) => new RedisClientDriver(config, connection) };
}

class RedisClientDriver extends BaseDriver {
  type = 'l2';

  constructor(config, connection) {
    super(config);
    this.connection = connection;
  }

  namespace(namespace) {
    return new RedisClientDriver({ ...this.config, prefix: this.createNamespacePrefix(namespace) }, this.connection);
  }

  async get(key) {
    return (await this.connection.get(this.getItemKey(key))) ?? undefined;
  }

  async pull(key) {
    return (await this.connection.getDel(this.getItemKey(key))) ?? undefined;
  }

  async set(key, value, ttl) {
    const expiration = ttl === undefined ? undefined : { type: 'PX', value: ttl };
    return (await this.connection.set(this.getItemKey(key), value, { expiration })) === 'OK';
  }

  async delete(key) {
    return (await this.connection.unlink(this.getItemKey(key))) > 0;
  }

  async deleteMany(keys) {
    if (keys.length > 0) await this.connection.unlink(keys.map((key) => this.getItemKey(key)));
    return true;
  }

  async clear() {
    await this.connection.flushDb();
  }

  async disconnect() {
    this.connection.destroy();
  }
}
