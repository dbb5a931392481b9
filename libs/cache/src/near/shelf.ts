import type { Entry } from '../entry.js';
import type { Fences } from '../fences.js';
import { isUnder, regionOf } from '../key.js';
import type { Registry } from '../registry.js';
import type { Departures } from '../telemetry/departures.js';
import { MemoryTier } from './memory.tier.js';

/** The near tier with all that is kept in step with it: fences are held as long as an entry is, and regions know what is theirs. */
export class Shelf {
  /** To be looked at only: what is kept and deleted goes through here. */
  readonly memory: MemoryTier;

  constructor(
    maxBytes: number,
    private readonly fences: Fences,
    private readonly registry: Registry,
    private readonly departures: Departures,
  ) {
    this.memory = new MemoryTier({ maxBytes, onLeave: (entry, key, evicted) => this.#left(entry, key, evicted) });
  }

  /** As `MemoryTier.standing`. */
  standing(key: string): Entry | undefined {
    return this.memory.standing(key);
  }

  /** A copy of what is held, standing or not, for who does not want it: it is no reason to keep it. */
  peek(key: string): Entry | undefined {
    return this.memory.peek(key);
  }

  /** False for what alone is larger than the tier. */
  takes(bytes: number): boolean {
    return bytes <= this.memory.maxBytes;
  }

  /** Its fences must be held by who brings it. */
  keep(key: string, entry: Entry): void {
    const counts = this.registry.countsOf({ name: regionOf(key) });
    this.fences.keep(entry.fences);
    counts.entries += 1;
    counts.bytes += entry.bytes;
    this.memory.set(key, entry);
  }

  /** As `MemoryTier.amend`. */
  amend(key: string, entry: Entry): void {
    this.memory.amend(key, entry);
  }

  delete(key: string): void {
    this.memory.delete(key);
  }

  clear(): void {
    this.memory.clear();
  }

  /** Of all that is held, in no order. */
  keys(): Iterable<string> {
    return this.memory.keys();
  }

  /** Lets go of all that has one of these heads; asks each key that is held. */
  deleteUnder(heads: readonly string[]): void {
    const headOfRegion = new Map(heads.map((head) => [regionOf(head), head]));
    const keys = [...this.memory.keys()];
    for (const key of keys) if (isUnder(key, headOfRegion.get(regionOf(key)) ?? NO_HEAD)) this.memory.delete(key);
  }

  get report(): { entries: number; bytes: number; maxBytes: number; evictions: number } {
    const { entries, bytes, maxBytes, evictions } = this.memory;
    return { entries, bytes, maxBytes, evictions };
  }

  #left(entry: Entry, key: string, evicted: boolean): void {
    const counts = this.registry.countsOf({ name: regionOf(key) });
    this.departures.note(key, entry, evicted);
    this.fences.release(entry.fences);
    counts.entries -= 1;
    counts.bytes -= entry.bytes;
    if (evicted) counts.evictions += 1;
  }
}

/** No key has it. */
const NO_HEAD = ' ';
