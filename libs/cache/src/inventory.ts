import type { Clock } from './clock.js';
import type { Entry } from './entry.js';
import { open, type Envelope } from './envelope.js';
import type { GuardedTier } from './far/guarded.tier.js';
import { fenceName, tagsIn } from './fences.js';
import type { Shelf } from './near/shelf.js';
import type { AnyRegion } from './region.js';
import { unpacked } from './stock.js';
import { verdictOf } from './tokens.js';

/** Keys that are held; not `whole` where there are more, or the far tier could not be gone over to its end. */
export interface HeldKeys {
  /** In the order of their signs. */
  readonly keys: readonly string[];
  readonly whole: boolean;
}

/** What is known of one entry that is held. */
export interface HeldEntry {
  readonly key: string;
  readonly tiers: readonly ('memory' | 'redis')[];
  /** `dead`: what it depends on has changed since, and nobody is served it. `failure`: a load that failed, remembered. */
  readonly state: 'fresh' | 'stale' | 'dead' | 'failure';
  readonly bytes: number;
  readonly ageMs: number;
  /** How long it stays fresh; negative once it is not. */
  readonly ttlMs: number;
  readonly tags: readonly string[];
  /** Decodes it; undefined for a failure, and for what has not the shape that its region keeps today. */
  value(): unknown;
}

interface Shelves {
  readonly clock: Clock;
  readonly near: Shelf;
  readonly far: GuardedTier | undefined;
}

/** Looks at what the tiers hold, for operators: counts nothing as read, and changes nothing. */
export class Inventory {
  constructor(private readonly shelves: Shelves) {}

  /** Those of a region that have `match` in them, at most so many. */
  async keysOf(region: AnyRegion, match: string, most: number): Promise<HeldKeys> {
    const { near, far } = this.shelves;
    const head = `${region.name}:`;
    const isMeant = (key: string) => key.startsWith(head) && key.slice(head.length).includes(match);
    const found = new Set([...near.keys()].filter(isMeant));

    const walked = await far?.walk([head, match], async ({ keys }) => {
      for (const key of keys) if (isMeant(key)) found.add(key);
      return found.size > most ? 'enough' : undefined;
    });
    const isWhole = (walked === undefined || walked === 'whole') && found.size <= most;
    return { keys: [...found].toSorted().slice(0, most), whole: isWhole };
  }

  /** In memory, else in the far tier; undefined where neither has it, or what lies there is damaged. */
  async entryOf(region: AnyRegion, key: string): Promise<HeldEntry | undefined> {
    const held = this.#nearEntry(key);
    const far = region.nearOnly ? undefined : await this.#farEntry(region, key);
    return held && far ? { ...held, tiers: ['memory', 'redis'] } : (held ?? far);
  }

  #nearEntry(key: string): HeldEntry | undefined {
    const { near, clock } = this.shelves;
    const entry = near.peek(key);
    if (!entry) return undefined;
    const ageMs = clock.elapsed() - entry.madeAt;
    return {
      key,
      tiers: ['memory'],
      state: stateOf(entry, clock.elapsed()),
      bytes: entry.bytes,
      ageMs,
      ttlMs: entry.freshMs - ageMs,
      tags: tagsIn(entry.fences),
      value: () => (entry.failed ? undefined : entry.value),
    };
  }

  async #farEntry(region: AnyRegion, key: string): Promise<HeldEntry | undefined> {
    const { far } = this.shelves;
    const read = await far?.read(key, []);
    const envelope = read?.bytes && (await open(read.bytes, region.maxBytes));
    if (!read?.bytes || envelope?.key !== key) return undefined;
    return {
      key,
      tiers: ['redis'],
      state: await this.#stateIn(region, envelope),
      bytes: read.bytes.length,
      ageMs: Math.max(0, envelope.freshMs - read.leftMs),
      ttlMs: read.leftMs,
      tags: envelope.tags ?? [],
      value: () => unpacked(region, envelope.packed)?.is,
    };
  }

  async #stateIn(region: AnyRegion, { key, version, fences, tags = [] }: Envelope): Promise<HeldEntry['state']> {
    const names = [fenceName.key(key), fenceName.region(region.name), ...tags.map(fenceName.tag)];
    const now = await this.shelves.far?.read(undefined, names);
    const verdict = now && version === region.version ? verdictOf(fences, now.tokens) : 'changed';
    if (verdict === 'changed') return 'dead';
    return verdict === 'current' ? 'fresh' : 'stale';
  }
}

function stateOf(entry: Entry, now: number): HeldEntry['state'] {
  if (!entry.stands() || !entry.isAlive(now)) return 'dead';
  if (entry.failed) return 'failure';
  return entry.isFresh(now) ? 'fresh' : 'stale';
}
