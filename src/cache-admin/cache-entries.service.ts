import { Injectable } from '@nestjs/common';
import { Cache, type AnyRegion, type HeldEntry } from '#cache';
import { notFound } from '../http/problem.js';
import type { EntriesQuery, EntryInfo, EntryList, EntryView } from './entries.dto.js';
import { toldOf } from './told-value.js';

/** What lies in the cache, key by key. */
@Injectable()
export class CacheEntriesService {
  constructor(private readonly cache: Cache) {}

  async list(name: string, { match, page, limit }: EntriesQuery): Promise<EntryList> {
    const region = this.#regionOf(name);
    const { keys, whole } = await this.cache.keysOf(region, match);
    const items: EntryInfo[] = [];
    // One after the other: whoever reads meanwhile comes first.
    for (const key of keys.slice((page - 1) * limit, page * limit)) {
      const entry = await this.cache.entryOf(region, key);
      // It may have gone since.
      if (entry) items.push(infoOf(entry));
    }
    return { items, page, limit, total: keys.length, complete: whole };
  }

  /** By its key as it is listed, or without the region at its head. */
  async one(name: string, key: string): Promise<EntryView> {
    const region = this.#regionOf(name);
    const head = `${name}:`;
    const listed = key.startsWith(head) ? await this.cache.entryOf(region, key) : undefined;
    const entry = listed ?? (await this.cache.entryOf(region, head + key));
    if (!entry) throw notFound(`Entry ${key}`);
    return Object.assign(infoOf(entry), { value: toldOf(entry.value()) });
  }

  #regionOf(name: string): AnyRegion {
    const region = this.cache.regions.get(name);
    if (!region) throw notFound(`Region ${name}`);
    return region;
  }
}

function infoOf({ key, tiers, state, bytes, ageMs, ttlMs, tags }: HeldEntry): EntryInfo {
  return { key, tiers: [...tiers], state, bytes, ageSeconds: ageMs / 1000, ttlSeconds: ttlMs / 1000, tags: [...tags] };
}
