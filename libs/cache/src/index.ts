export { Cache } from './cache.js';
export { CacheError, type CacheErrorCode } from './cache.error.js';
export { Clock, SystemClock } from './clock.js';
export { days, Duration, hours, milliseconds, minutes, seconds, type DurationLike } from './duration.js';
export type { KeyPart } from './key.js';
export { defineRegion, Region, under, type RegionOptions } from './region.js';
export { defineTag, Tag, type TagKind } from './tag.js';
