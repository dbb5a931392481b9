import { element, tableOf, tile } from './elements.js';
import { bytes, count, lasting, milliseconds, share, words } from './in-words.js';

const hitsOf = ({ hits }) => hits.memory + hits.redis + hits.stale;
const readsOf = (figures) => hitsOf(figures) + figures.misses;

/** The state of the whole at a glance. */
export function tilesOf({ instances, totals, tiers: { memory, redis } }, health) {
  const isWell = redis.state !== 'down';
  return [
    tile('health', health.status, health.status === 'ok' ? 'good' : 'poor'),
    tile('hit rate', share(totals.hitRate)),
    tile('reads', count(readsOf(totals))),
    tile('loads', count(totals.loads)),
    tile('failed loads', count(totals.loadErrors), totals.loadErrors > 0 ? 'poor' : ''),
    tile('in memory', `${bytes(memory.bytes)} of ${bytes(memory.maxBytes)}`),
    tile('evictions', count(memory.evictions)),
    tile('Redis', redis.state, isWell ? 'good' : 'poor'),
    tile('its breaker', words(redis.state === 'off' ? null : redis.breaker), redis.breaker === 'closed' ? '' : 'poor'),
    tile('memory of Redis', bytes(redis.usedMemory)),
    tile('instances', count(instances.length)),
  ];
}

const REGION_COLUMNS = [
  { name: 'region', of: ([name]) => name },
  { name: 'reads', of: ([, one]) => count(readsOf(one)) },
  { name: 'hit rate', of: ([, one]) => share(readsOf(one) === 0 ? null : one.hitRate) },
  { name: 'memory', of: ([, { hits }]) => count(hits.memory) },
  { name: 'Redis', of: ([, { hits }]) => count(hits.redis) },
  { name: 'stale', of: ([, { hits }]) => count(hits.stale) },
  { name: 'misses', of: ([, one]) => count(one.misses) },
  { name: 'loads', of: ([, one]) => count(one.loads) },
  { name: 'failed', of: ([, one]) => count(one.loadErrors) },
  { name: 'joined', of: ([, one]) => count(one.coalesced) },
  { name: 'refreshed', of: ([, one]) => count(one.refreshes) },
  { name: 'hit p50', of: ([, { latency }]) => milliseconds(latency.hitP50Ms) },
  { name: 'hit p99', of: ([, { latency }]) => milliseconds(latency.hitP99Ms) },
  { name: 'load p50', of: ([, { latency }]) => milliseconds(latency.loadP50Ms) },
  { name: 'load p99', of: ([, { latency }]) => milliseconds(latency.loadP99Ms) },
  { name: 'entries', of: ([, one]) => count(one.entries) },
  { name: 'bytes', of: ([, one]) => bytes(one.bytes) },
  { name: 'fresh for', of: ([, one]) => lasting(one.ttlSeconds) },
];

/** Each region, those that are read most first. */
export function regionsOf({ regions }) {
  const rows = Object.entries(regions).toSorted(([, one], [, other]) => readsOf(other) - readsOf(one));
  return tableOf(REGION_COLUMNS, rows);
}

const ADVICE_COLUMNS = [
  { name: 'region', of: ({ region }) => region },
  { name: 'advice', of: ({ advice }) => words(advice) },
  { name: 'fresh for', of: ({ ttlSeconds }) => lasting(ttlSeconds) },
  { name: 'proposed', of: ({ suggestedTtlSeconds }) => lasting(suggestedTtlSeconds) },
  { name: 'hit rate', of: ({ hitRate }) => share(hitRate) },
  { name: 'expected', of: ({ expectedHitRate }) => share(expectedHitRate) },
  { name: 'why', of: ({ reasons }) => reasons.join('; '), isWords: true },
];

/** Those with something to propose first. */
export function adviceOf({ regions }) {
  const hasNone = ({ suggestedTtlSeconds }) => Number(suggestedTtlSeconds === null);
  return tableOf(
    ADVICE_COLUMNS,
    regions.toSorted((one, other) => hasNone(one) - hasNone(other)),
  );
}

const KEY_COLUMNS = [
  { name: 'region', of: ({ region }) => region },
  { name: 'key', of: ({ key }) => key, isWords: true },
  { name: 'share of all reads', of: ({ share: part }) => share(part) },
  { name: 'give or take', of: ({ error }) => share(error) },
];

export const hotKeysOf = ({ hotKeys }) => tableOf(KEY_COLUMNS, hotKeys);

const CHECK_COLUMNS = [
  { name: 'part', of: ([name]) => name },
  { name: 'state', of: ([, { status }]) => status },
  {
    name: 'says',
    of: ([, part]) => Object.entries(part).filter(isTold).map(inWords).join('; '),
    isWords: true,
  },
];

/** The state and the regions stand elsewhere. */
const isTold = ([name]) => name !== 'status' && name !== 'regions';
const inWords = ([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`;

/** Every part with what it says of itself, the last warm-up among them. */
export const healthOf = ({ checks }) => tableOf(CHECK_COLUMNS, Object.entries(checks));

/** Whose figures these are, and since when. */
export const sinceOf = ({ instance, since }) => element('span', {}, `${instance}, since ${since}`);
