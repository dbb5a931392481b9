/** Needs `@redis/client`. */
export type { RedisTls } from '../far/redis.connection.js';
export type { RedisPlace, RedisTierOptions } from '../far/redis.place.js';
export { RedisTier } from '../far/redis.tier.js';
