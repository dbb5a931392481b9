import { slotOf, type Ask } from './ask.js';
import { Batch, type LoadMany } from './batch.js';
import type { CacheOptions } from './cache.options.js';
import { CacheReports } from './cache-reports.js';
import type { Erased } from './erasure.js';
import type { Events } from './events.js';
import { fenceName } from './fences.js';
import type { Slot } from './house.js';
import type { Landing, Load } from './landing.js';
import { NOWHERE } from './near/places.js';
import { Parts } from './parts.js';
import { Reader } from './reader.js';
import { aReading, noteProof, taint, type ReadMode } from './reading.js';
import type { AnyRegion, Region } from './region.js';
import type { Sighting } from './scouts.js';
import { servedOf, valueOf, type Served, type Sought } from './served.js';
import type { Source } from './source.js';
import type { Tag } from './tag.js';
import type { Ticket } from './tickets.js';

/** Reads through the tiers, announces changes. What was read before a change is never served after it. */
export class Cache extends CacheReports {
  readonly events: Events;
  readonly #parts: Parts;
  readonly #reader: Reader;

  constructor(options: CacheOptions = {}) {
    const parts = new Parts(options);
    super(parts);
    this.events = parts.events;
    this.#parts = parts;
    this.#reader = new Reader(parts);
  }

  /** Makes a region known. Throws `REGION_TWICE` when another one has its name. */
  register(region: AnyRegion): void {
    this.#parts.registry.register(region);
  }

  /** The value for `query`: held, or asked of `load`, once for all who ask meanwhile. An error of `load` reaches all of them. */
  read<Q, V>(region: Region<Q, V>, query: Q, load: Load<V>): Promise<V> {
    try {
      const now = this.#parts.clock.elapsed();
      const known = region.known(query);
      const ready = this.#reader.ready(region, query, known, now);
      return ready === NOWHERE
        ? this.#read(this.#reader.ask(region, query, known.key, now), load)
        : Promise.resolve(this.#parts.near.memory.contentAt(ready) as V);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #read<V>(ask: Ask<unknown>, load: Load<V>): Promise<V> {
    const held = this.#reader.held(ask);
    if (!held) return this.#reader.landing(ask, this.#sourceOf(ask, load)).then(valueOf) as Promise<V>;
    this.#reader.hit(ask, held, () => this.#sourceOf(ask, load));
    return Promise.resolve(held.value as V);
  }

  /** As `read`, with how the value was come by. What was seen by `seek` just before is not asked for again. */
  async fetch<Q, V>(region: Region<Q, V>, query: Q, load: Load<V>, seen?: Sighting): Promise<Served<V>> {
    const ask = this.#reader.ask(region, query);
    const held = this.#reader.held(ask);
    if (!held) return this.#served(await this.#reader.landing(ask, this.#sourceOf(ask, load), { seen }));
    return this.#served({
      entry: held,
      from: this.#reader.hit(ask, held, () => this.#sourceOf(ask, load)),
      stored: true,
    });
  }

  /**
   * Asked inside a load: true where nobody waits for it who has nothing else. A source with little room lets those go first who do; where no
   * load is under way it is false.
   */
  get isSpare(): boolean {
    return this.#parts.readings.current.isSpare;
  }

  /**
   * As `fetch`, at once and without a load: what is in memory, fresh, proven, and needs nothing but to be counted. Undefined says nothing of
   * what there is: `fetch` it.
   */
  atHand<Q, V>(region: Region<Q, V>, query: Q): Served<V> | undefined {
    const now = this.#parts.clock.elapsed();
    const ready = this.#reader.ready(region, query, region.known(query), now);
    if (ready === NOWHERE) return undefined;
    const value = this.#parts.near.memory.contentAt(ready) as V;
    return { value, from: 'memory', stored: true, outdated: false, ...this.#parts.near.memory.timesAt(ready, now) };
  }

  /**
   * As `atHand`, of what the far tier has and nobody here: what lies there, fresh, under the fences as they are; else what was seen there, for
   * the `fetch` that is to follow. Undefined where nobody is to be asked, or something is held or on its way: `fetch` it.
   */
  seek<Q, V>(region: Region<Q, V>, query: Q): Promise<Sought<V>> | undefined {
    if (!this.#parts.far) return undefined;
    const ask = this.#reader.ask(region, query);
    return this.#reader.report(ask, slotOf(ask, NO_SOURCE))?.then((report) => {
      if ('sighting' in report) return report;
      return { served: this.#served(report.landing) };
    });
  }

  /**
   * As `read` for many at once, answered in their order. What no tier has is asked of `load` in one call; the far tier is asked in one
   * round trip. Throws `LOAD_INVALID` when `load` brings not exactly one value for each query it was given.
   */
  async readMany<Q, V>(region: Region<Q, V>, queries: readonly Q[], load: LoadMany<Q, V>): Promise<V[]> {
    const alone = (query: Q) => () => new Batch(this.#parts.loads, region, load).sourceOf(query);
    const missing = new Batch(this.#parts.loads, region, load);
    const refreshed = new Batch(this.#parts.loads, region, load);
    const reads = queries.map(async (query) => {
      const ask = this.#reader.ask(region, query);
      const held = this.#reader.held(ask);
      if (!held) return valueOf(await this.#reader.landing(ask, missing.sourceOf(query), { alone: alone(query) })) as V;
      this.#reader.hit(ask, held, () => refreshed.sourceOf(query), alone(query));
      return held.value as V;
    });
    return Promise.all(reads);
  }

  /**
   * Asks `load` for the value, whatever is held, and keeps it unless a change overtakes it (`stored`). Until it is there, others go on
   * being served what is held; an error of `load` leaves that as it is.
   */
  async refresh<Q, V>(region: Region<Q, V>, query: Q, load: Load<V>): Promise<Served<V>> {
    const ask = this.#reader.ask(region, query);
    const landing = await this.#parts.tower.renewed(slotOf(ask, this.#sourceOf(ask, load)), ask.reading);
    noteProof(ask.reading, 'entry' in landing ? landing.entry : landing.proof);
    if ('tainted' in landing && landing.tainted) taint(ask.reading);
    return this.#served(landing);
  }

  /** What is held for `query` in any tier, fresh or in its stale window; never loads. */
  async peek<Q, V>(region: Region<Q, V>, query: Q): Promise<Served<V> | undefined> {
    const ask = this.#reader.ask(region, query);
    const held = this.#reader.held(ask);
    const found = held
      ? { entry: held, from: 'memory' as const }
      : await this.#parts.tower.look(slotOf(ask, NO_SOURCE));

    const now = this.#parts.clock.elapsed();
    if (!found?.entry.isStaleWithin(region.staleMs, now) || found.entry.failed) {
      ask.counts.misses += 1;
      return undefined;
    }
    const from = found.entry.isFresh(now) ? found.from : 'stale';
    this.#reader.note(ask, from, found.entry);
    return this.#served({ entry: found.entry, from, stored: true });
  }

  /**
   * Keeps a value that was made elsewhere, under the fences as they are now. What changed since it was made goes unseen: put only what
   * nobody else changes meanwhile, and for all else take a `ticket` first.
   */
  async put<Q, V>(region: Region<Q, V>, query: Q, value: V): Promise<void> {
    await this.#put(this.#slotOfPut(region, query, value));
  }

  /**
   * As `forget` and `put` in one: whatever anybody holds of this entry ends. Of several who replace it at once one wins everywhere,
   * within the trust window. For values that have no source but their writer.
   */
  async replace<Q, V>(region: Region<Q, V>, query: Q, value: V): Promise<void> {
    await this.forget(region, query);
    await this.#put({ ...this.#slotOfPut(region, query, value), replaces: true });
  }

  /** To be taken before the source is read by other means than `load`: what changes from then on makes it void. */
  async ticket<Q, V>(region: Region<Q, V>, query: Q): Promise<Ticket<V>> {
    return this.#parts.tickets.give(slotOf(this.#reader.ask(region, query), NO_SOURCE));
  }

  /** Runs `work` with every read inside it in this mode. */
  reading<T>(mode: ReadMode, work: () => T): T {
    return this.#parts.readings.run(aReading(mode, this.#parts.ticks.next()), work);
  }

  /** Announces that what these tags name has changed; call it after the commit. Once it resolves no reader here sees the old. */
  async invalidate(...tags: readonly Tag[]): Promise<void> {
    await this.#parts.announcements.tell({ fences: fencesOf(tags), keys: this.#parts.registry.keysUnder(tags) });
  }

  /**
   * Announces that what these tags name is past its time, but not wrong: it is served for as long as its stale windows say, while it is
   * loaded anew. A region without such windows serves none of it.
   */
  async expire(...tags: readonly Tag[]): Promise<void> {
    await this.#parts.announcements.tell({ fences: fencesOf(tags), keys: [], soft: true });
  }

  /** Drops everything of one region, and nothing of another. */
  async clear(region: AnyRegion): Promise<void> {
    await this.#parts.announcements.tell({ fences: [fenceName.region(region.name)], keys: [] });
  }

  /** Drops one entry. */
  async forget<Q, V>(region: Region<Q, V>, query: Q): Promise<void> {
    const key = region.keyFor(query);
    await this.#parts.announcements.tell({ fences: [fenceName.key(key)], keys: [key] });
  }

  /**
   * Takes away all that regions with an `identity` keep of this one, in memory here and elsewhere, and in the far tier: keys that nobody
   * can name are found by going over all that lies there, O(everything), a thousand at a time, while others are served. For what must be gone,
   * such as a person who leaves. Announce its tags first: what was read before that and is written this very moment by another instance is
   * found by erasing once more when no load can be under way.
   */
  erase(identity: number | string): Promise<Erased> {
    return this.#parts.erasure.of(identity);
  }

  /** Waits for what is under way and lets go of every connection. */
  async close(): Promise<void> {
    await this.#parts.shadow?.close();
    await this.#parts.tower.settled();
    await this.#parts.trust.settled();
    await this.#parts.far?.close();
    this.#parts.readings.close();
  }

  #sourceOf({ region, key }: Ask<unknown>, load: Load<unknown>): Source {
    return this.#parts.loads.lone(region, key, load);
  }

  #slotOfPut<Q, V>(region: Region<Q, V>, query: Q, value: V): Slot {
    const ask = this.#reader.ask(region, query);
    const source = this.#sourceOf(ask, async () => value);
    const until = region.goodUntil(value);
    const lifeMs = until === undefined ? Infinity : Math.max(1, Math.ceil(until - this.#parts.clock.now()));
    return { ...slotOf(ask, source), lifeMs };
  }

  async #put(slot: Slot): Promise<void> {
    await this.#parts.tower.landing(slot, aReading('refresh', -1));
  }

  #served<V>(landing: Landing): Served<V> {
    return servedOf(landing, this.#parts.clock.elapsed());
  }
}

function fencesOf(tags: readonly Tag[]): string[] {
  return tags.map(({ name }) => fenceName.tag(name));
}

/** A peek never loads. */
const NO_SOURCE: Source = { ask: () => Promise.reject(new Error('nobody is to be asked')), elsewhere: () => undefined };
