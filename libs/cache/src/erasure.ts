import type { Announcements } from './announcements.js';
import type { FarPage } from './far/far.tier.js';
import type { GuardedTier } from './far/guarded.tier.js';
import { fenceName } from './fences.js';
import { headOf, isUnder } from './key.js';
import type { Registry } from './registry.js';

/**
 * What became of an erasure: all of it is gone; or the far tier could not be asked to the end, and it is to be made `again`; or the store has
 * no way to be walked through, so that what nobody can name lies there, dead, until its time is over.
 */
export type Erased = 'gone' | 'again' | 'impossible';

/** Takes away what all regions keep of one identity, keys that nobody can name among it. */
export class Erasure {
  constructor(
    private readonly registry: Registry,
    private readonly announcements: Announcements,
    private readonly far: GuardedTier | undefined,
  ) {}

  async of(identity: number | string): Promise<Erased> {
    const heads = this.#headsOf(identity);
    await this.announcements.tell({ fences: [], keys: [], heads });
    if (!this.far || heads.length === 0) return 'gone';

    const walked = await this.far.walk([`:${headOf(identity)}`], (page) => this.#drop(page, heads));
    if (walked === 'impossible') return 'impossible';
    return walked === 'whole' && this.far.owed === 0 ? 'gone' : 'again';
  }

  /** A key's fence goes with it: its name holds the whole key, and it lives longer. */
  async #drop({ keys, fences }: FarPage, heads: readonly string[]): Promise<void> {
    const isTheirs = (key: string) => heads.some((head) => isUnder(key, head));
    const gone = keys.filter(isTheirs);
    const names = new Set([...gone.map(fenceName.key), ...fences.filter((fence) => isTheirs(keyOf(fence)))]);
    if (names.size > 0) await this.announcements.tell({ fences: [...names], keys: gone });
  }

  #headsOf(identity: number | string): string[] {
    const regions = [...this.registry.regions.values()].filter(({ options }) => options.identity !== undefined);
    return regions.map(({ name }) => `${name}:${headOf(identity)}`);
  }
}

const keyOf = (fence: string) => fence.slice(fenceName.key('').length);
