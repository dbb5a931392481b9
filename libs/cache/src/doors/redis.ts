/** Needs `@redis/client`. */
export type { RedisTls } from '../far/redis.connection.js';
export { RedisTier, type RedisPlace, type RedisTierOptions } from '../far/redis.tier.js';
