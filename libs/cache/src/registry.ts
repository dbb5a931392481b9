import { CacheError } from './cache.error.js';
import { RegionCounts } from './counts.js';
import { Gate } from './gate.js';
import type { AnyRegion } from './region.js';
import type { Tag } from './tag.js';

/** The regions there are, each with its counts. */
export class Registry {
  readonly #regions = new Map<string, AnyRegion>();
  readonly #counts = new Map<string, RegionCounts>();
  readonly #byNumber: (RegionCounts | undefined)[] = [];
  readonly #gates = new Map<string, Gate>();

  /** Its counts. Throws `REGION_TWICE` when another region has the name. */
  register(region: AnyRegion): RegionCounts {
    const counted = this.#byNumber[region.number];
    if (counted) return counted;
    const known = this.#regions.get(region.name);
    if (known) throw new CacheError('REGION_TWICE', `Two regions are called "${region.name}"; rename one`);
    this.#regions.set(region.name, region);
    const counts = new RegionCounts();
    this.#counts.set(region.name, counts);
    this.#byNumber[region.number] = counts;
    this.#gates.set(region.name, new Gate(region.maxLoads));
    return counts;
  }

  get regions(): ReadonlyMap<string, AnyRegion> {
    return this.#regions;
  }

  get counts(): ReadonlyMap<string, RegionCounts> {
    return this.#counts;
  }

  countsOf({ name }: Pick<AnyRegion, 'name'>): RegionCounts {
    return this.#counts.get(name) ?? unregistered(name);
  }

  /** Through which the region's loads go. */
  gateOf({ name }: AnyRegion): Gate {
    return this.#gates.get(name) ?? unregistered(name);
  }

  /** The keys of all regions that surely lie under these tags. */
  keysUnder(tags: readonly Tag[]): string[] {
    return [...this.#regions.values()].flatMap((region) => tags.flatMap((tag) => region.keysUnder(tag)));
  }
}

function unregistered(name: string): never {
  throw new CacheError('REGION_INVALID', `Region "${name}" is not registered`);
}
