import type { Events } from '../events.js';
import { fenceName } from '../fences.js';
import type { Registry } from '../registry.js';

/**
 * Counts for each region the announced changes of what it depends on: of all there is, of itself, of one of its keys, or of a tag of a
 * kind that its values were made under.
 */
export class Drops {
  /** By region: the kinds of tags. As many as a program has, whatever its users do. */
  readonly #kinds = new Map<string, Set<string>>();

  constructor(
    private readonly registry: Registry,
    events: Events,
  ) {
    events.on('dropped', ({ fences }) => this.#count(fences));
  }

  /** A value of this region is made under these fences. */
  learn(region: string, fences: readonly string[]): void {
    const kinds = this.#kinds.get(region) ?? new Set();
    this.#kinds.set(region, kinds);
    for (const { what, head } of fences.map(partsOf)) if (what === 't') kinds.add(head);
  }

  #count(fences: readonly string[]): void {
    const dropped = fences.map(partsOf);
    for (const [region, counts] of this.registry.counts) {
      const kinds = this.#kinds.get(region);
      const isMeant = ({ what, head }: Parts) => (what === 't' ? kinds?.has(head) : head === region);
      if (fences.includes(fenceName.all) || dropped.some(isMeant)) counts.invalidations += 1;
    }
  }
}

interface Parts {
  readonly what: string;
  readonly head: string;
}

/** A fence's name is `t:kind:parts`, `r:region` or `k:region:parts`. */
function partsOf(fence: string): Parts {
  const [what = '', head = ''] = fence.split(':', 2);
  return { what, head };
}
