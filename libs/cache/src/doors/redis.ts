/** Needs `@redis/client`. */
export { RedisTier, type RedisPlace, type RedisTierOptions } from '../far/redis.tier.js';
