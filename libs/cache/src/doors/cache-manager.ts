/** Needs `@nestjs/cache-manager`, `cache-manager` and `keyv`. */
export { CacheManagerModule } from '../edges/cache-manager.module.js';
