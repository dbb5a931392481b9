import { KeyvAdapter } from 'cache-manager';
import { redisStore } from 'cache-manager-redis-yet';

type CacheManagerStore = ConstructorParameters<typeof KeyvAdapter>[0];

/** A store of `cache-manager-redis-yet` as Keyv takes it, with its client. It queues nothing, and an outage does not end the process. */
export async function aRedisYet(url: string) {
  const made = await redisStore({ url, disableOfflineQueue: true });
  const { client } = made;
  client.on('error', () => undefined);
  // Its types are those of an older cache-manager; what it has is what the adapter asks for.
  return { store: new KeyvAdapter(made as unknown as CacheManagerStore), client };
}
