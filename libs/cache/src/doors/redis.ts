/** Needs `@redis/client`. */
export { RedisTier, type RedisTierOptions } from '../far/redis.tier.js';
