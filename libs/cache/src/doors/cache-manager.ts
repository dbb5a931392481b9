/** Needs `@nestjs/cache-manager`, `cache-manager` and `keyv`. */
export { type CacheManagerOptions } from '../edges/cache-manager.js';
export { CacheManagerModule } from '../edges/cache-manager.module.js';
