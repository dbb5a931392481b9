import { MemoryTier } from '../dist/libs/cache/src/near/memory.tier.js';
import { best, hitRatios } from './policies.js';
import { bytesOf, TRACES, traceOf } from './traces.js';

const HELD = 1000;

/** Hit ratios of the near tier, of LRU and of who knows the future, as rows of a table and as bars of a picture. */
export function hitRatioRows(seed, length) {
  const told = TRACES.map((name) => {
    const keys = traceOf(name, { held: HELD, length, seed });
    const equal = hitRatios(MemoryTier, keys, { held: HELD });
    const mixed = hitRatios(MemoryTier, keys, { held: HELD, bytesOf });
    return { name, ...equal, best: best(keys, HELD), mixedOver: mixed.ours - mixed.lru };
  });
  return {
    rows: told.map(({ name, ours, lru, best, mixedOver }) => ({
      '': name,
      LRU: percent(lru),
      'this cache': percent(ours),
      points: points(ours - lru),
      'best possible': percent(best),
      'points, mixed sizes': points(mixedOver),
    })),
    bars: told.map(({ name, ours, lru }) => ({ name, value: ours - lru, told: points(ours - lru), own: true })),
  };
}

function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}

function points(share) {
  const text = (100 * share).toFixed(1);
  if (Number(text) === 0) return '0.0';
  return share > 0 ? `+${text}` : text.replace('-', '−');
}
