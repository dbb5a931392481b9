import type { FarReport } from './far.tier.js';
import type { RedisClient } from './redis.connection.js';

/** A value in what `INFO` says; empty where it says nothing of it. */
export function textIn(info: string, name: string): string {
  return new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1] ?? '';
}

/** What one server says of itself. */
export async function reportOf(client: RedisClient): Promise<FarReport> {
  const [memory, stats] = await Promise.all([client.info('memory'), client.info('stats')]);
  return {
    usedMemory: Number(textIn(memory, 'used_memory')),
    keyspaceHits: Number(textIn(stats, 'keyspace_hits')),
    keyspaceMisses: Number(textIn(stats, 'keyspace_misses')),
  };
}
