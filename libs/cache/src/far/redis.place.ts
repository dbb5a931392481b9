import { ClusterNodes, type ClusterOptions } from './cluster.nodes.js';
import type { RedisTls } from './redis.connection.js';
import { LoneNode, type Ears, type RedisNodes } from './redis.nodes.js';
import { SentinelNodes, type SentinelOptions } from './sentinel.nodes.js';

/** Where Redis is: one server, the master that Sentinels name, or a cluster. */
export type RedisPlace =
  { readonly url: string } | { readonly sentinel: SentinelOptions } | { readonly cluster: ClusterOptions };

export type RedisTierOptions = RedisPlace & {
  /** Stands before every key, fence and channel. */
  readonly prefix: string;
  /** For `rediss://`; the same for all servers, Sentinels too. */
  readonly tls?: RedisTls;
  readonly onError: (error: unknown) => void;
};

export function nodesOf(options: RedisTierOptions, ears: Ears): RedisNodes {
  const { tls, onError } = options;
  const link = { tls, onError };
  if ('url' in options) return new LoneNode({ ...link, url: options.url }, ears);
  if ('sentinel' in options) return new SentinelNodes(options.sentinel, ears, link);
  return new ClusterNodes(options.cluster, ears, link);
}
