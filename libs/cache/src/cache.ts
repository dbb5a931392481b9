import type { Region } from './region.js';
import type { Tag } from './tag.js';

/** Reads through tiers; announces changes. */
export class Cache {
  read<Q, V>(region: Region<Q, V>, query: Q, load: () => Promise<V>): Promise<V> {
    void region.keyFor(query);
    return load();
  }

  async invalidate(...tags: readonly Tag[]): Promise<void> {
    void tags;
  }
}
