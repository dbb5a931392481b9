export type { LoadMany } from './batch.js';
export { Cache } from './cache.js';
export type { FarState } from './cache-reports.js';
export { CacheError, type CacheErrorCode } from './cache.error.js';
export type { CacheOptions } from './cache.options.js';
export { CallChain } from './call-chain.js';
export { Clock, SystemClock } from './clock.js';
export { jsonCodec, type Codec, type Packed } from './codec.js';
export { hitRateOf, type RegionCounts } from './counts.js';
export { days, Duration, hours, milliseconds, minutes, msOf, seconds, type DurationLike } from './duration.js';
export type { Erased } from './erasure.js';
export type { CacheEvents } from './events.js';
export {
  FarTier,
  type Announcement,
  type FarLives,
  type FarPage,
  type FarRead,
  type FarReport,
  type FarVerdict,
} from './far/far.tier.js';
export { defineAnswers, type Answer } from './http/answer.js';
export {
  isNotModified,
  verdictOn,
  type ConditionalHeaders,
  type Validators,
  type Verdict,
} from './http/conditional.js';
export { entityTagsIn, etagOf, plainTagOf } from './http/etag.js';
export { httpDate } from './http/http-date.js';
export { Histogram, type Within } from './histogram.js';
export type { HeldEntry, HeldKeys } from './inventory.js';
export { Unstored, type Load } from './landing.js';
export type { KeyPart } from './key.js';
export { memoize, type Memoized, type MemoizeOptions, type MemoReport } from './memoize/memoize.js';
export { CacheModule } from './nest/cache.module.js';
export { CacheModuleOptions } from './nest/cache.module-options.js';
export { CachedResponse } from './nest/cached-response.js';
export { InvalidatesGroups } from './nest/invalidates-groups.js';
export { ResponseCacheInterceptor, type Period } from './nest/response-cache.interceptor.js';
export type { ReadMode } from './reading.js';
export { defineRegion, Region, type AnyRegion } from './region.js';
export { under, type RegionOptions } from './region.options.js';
export type { Served } from './served.js';
export type { ShadowOptions } from './telemetry/shadow.js';
export { adviceFor } from './telemetry/advice/advice.js';
export type { Advice } from './telemetry/advice/case.js';
export type { RegionSettings, RegionWindow } from './telemetry/advice/seen.js';
export type { HotKey } from './telemetry/hot-keys.js';
export type { TracingOptions } from './telemetry/tracing.js';
export { cacheMetrics } from './telemetry/metrics.js';
export type { MetricFamily, MetricRegistry, Sample } from './telemetry/metric-family.js';
export { defineTag, Tag, type TagKind } from './tag.js';
export type { Ticket } from './tickets.js';
