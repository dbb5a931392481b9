import type { Entry } from '../libs/cache/src/entry.js';
import type { MemoryTier } from '../libs/cache/src/near/memory.tier.js';

export function hitRatios(
  Tier: typeof MemoryTier,
  keys: Uint32Array,
  room: { held: number; bytesOf?: (key: number) => Entry['bytes'] },
): { ours: number; lru: number };

export function best(keys: Uint32Array, held: number): number;
