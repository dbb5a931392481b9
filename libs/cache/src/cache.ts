import { CacheError } from './cache.error.js';
import { SystemClock, type Clock } from './clock.js';
import { RegionCounts } from './counts.js';
import type { Entry } from './entry.js';
import { Events } from './events.js';
import type { Announcement, FarReport, FarTier } from './far/far.tier.js';
import { GuardedTier } from './far/guarded.tier.js';
import { Fences, fenceName } from './fences.js';
import { Flight, Flights } from './flights.js';
import { Journey, type House, type Landing, type Load, type Slot } from './journey.js';
import { MemoryTier } from './near/memory.tier.js';
import { aReading, Readings, type ReadMode } from './reading.js';
import type { AnyRegion, Region } from './region.js';
import { Stock } from './stock.js';
import type { Tag } from './tag.js';
import { Ticks } from './ticks.js';

export interface CacheOptions {
  readonly clock?: Clock;
  /** 0 <= random() < 1; injected so that tests repeat. */
  readonly random?: () => number;
  /** Of the near tier. Default 64 MiB. */
  readonly maxBytes?: number;
  /** What other processes share; without it everything stays in this one. */
  readonly far?: FarTier;
  /** The longest that the far tier may keep a reader waiting. Default 50 ms. */
  readonly deadlineMs?: number;
  /** The longest that a change made elsewhere may stay unseen here when its message is lost. Default 1,000 ms. */
  readonly trustMs?: number;
}

/** A value with how it was come by. */
export interface Served<V> {
  readonly value: V;
  readonly from: 'memory' | 'redis' | 'stale' | 'load';
  readonly ageMs: number;
  /** How long it stays fresh; negative once it is not. */
  readonly ttlMs: number;
  /** It is kept for the next reader. */
  readonly stored: boolean;
}

/** Reads through the tiers, announces changes. What was read before a change is never served after it. */
export class Cache {
  readonly events = new Events();
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #trustMs: number;
  readonly #near: MemoryTier;
  readonly #far: GuardedTier | undefined;
  readonly #stock: Stock;
  readonly #ticks = new Ticks();
  readonly #fences = new Fences();
  readonly #flights = new Flights();
  readonly #readings = new Readings();
  readonly #regions = new Map<string, AnyRegion>();
  readonly #counts = new Map<string, RegionCounts>();

  constructor(options: CacheOptions = {}) {
    this.#clock = options.clock ?? new SystemClock();
    this.#random = options.random ?? Math.random;
    this.#trustMs = options.trustMs ?? 1000;
    this.#stock = new Stock(this.#clock);
    this.#near = new MemoryTier({
      maxBytes: options.maxBytes ?? 64 * 1024 * 1024,
      onLeave: (entry, key, evicted) => this.#left(entry, key, evicted),
    });
    this.#far = options.far && this.#guarded(options.far, options.deadlineMs ?? 50);
  }

  /** Makes a region known. Throws `REGION_TWICE` when another one has its name. */
  register(region: AnyRegion): void {
    const known = this.#regions.get(region.name);
    if (known === region) return;
    if (known) throw new CacheError('REGION_TWICE', `Two regions are called "${region.name}"; rename one`);
    this.#regions.set(region.name, region);
    this.#counts.set(region.name, new RegionCounts());
  }

  /** The value for `query`: held, or asked of `load`, once for all who ask meanwhile. An error of `load` reaches all of them. */
  async read<Q, V>(region: Region<Q, V>, query: Q, load: Load<V>): Promise<V> {
    return (await this.fetch(region, query, load)).value;
  }

  /** As `read`, with how the value was come by. */
  async fetch<Q, V>(region: Region<Q, V>, query: Q, load: Load<V>): Promise<Served<V>> {
    this.register(region);
    const started = performance.now();
    const key = region.keyFor(query);

    const held = this.#held(region, key);
    if (held) {
      const care = this.#careFor(held);
      if (care) this.#care(care, this.#slot(region, key, query, load));
      const from = this.#isFresh(held) ? 'memory' : 'stale';
      return this.#timed(started, region, this.#served(region, key, query, { from, entry: held, stored: true }));
    }

    const slot = this.#slot(region, key, query, load);
    const { mode, since } = this.#readings.current;
    const underWay = mode === 'use' ? this.#flights.joinable<Landing>(key, since) : undefined;
    if (underWay) this.#countsOf(region).coalesced += 1;
    const landing = await (underWay ?? this.#takeOff(slot, mode));
    return this.#timed(started, region, this.#served(region, key, query, landing));
  }

  /** What is held for `query` in any tier, fresh or in its stale window; never loads. */
  async peek<Q, V>(region: Region<Q, V>, query: Q): Promise<Served<V> | undefined> {
    this.register(region);
    const key = region.keyFor(query);
    const held = this.#held(region, key);
    const slot = this.#slot(region, key, query, () => Promise.reject(new Error('a peek never loads')));
    const found = held ? { entry: held, from: 'memory' as const } : await this.#lookOnly(slot);

    if (!found || !found.entry.isStaleWithin(region.staleMs, this.#clock.elapsed())) {
      this.#countsOf(region).misses += 1;
      return undefined;
    }
    return this.#served(region, key, query, {
      ...found,
      from: this.#isFresh(found.entry) ? found.from : 'stale',
      stored: true,
    });
  }

  /** Keeps a value that was made elsewhere, under the fences as they are now. */
  async put<Q, V>(region: Region<Q, V>, query: Q, value: V): Promise<void> {
    this.register(region);
    const key = region.keyFor(query);
    await this.#takeOff(
      this.#slot(region, key, query, () => Promise.resolve(value)),
      'refresh',
    );
  }

  /** Runs `work` with every read inside it in this mode. */
  reading<T>(mode: ReadMode, work: () => T): T {
    return this.#readings.run(aReading(mode, this.#ticks.next()), work);
  }

  /** Announces that what these tags name has changed; call it after the commit. Once it resolves no reader here sees the old. */
  async invalidate(...tags: readonly Tag[]): Promise<void> {
    const keys = [...this.#regions.values()].flatMap((region) => tags.flatMap((tag) => region.keysUnder(tag)));
    await this.#drop({ fences: tags.map(({ name }) => fenceName.tag(name)), keys });
  }

  /** Drops everything of one region, and nothing of another. */
  async clear(region: AnyRegion): Promise<void> {
    await this.#drop({ fences: [fenceName.region(region.name)], keys: [] });
  }

  /** Drops one entry. */
  async forget<Q, V>(region: Region<Q, V>, query: Q): Promise<void> {
    const key = region.keyFor(query);
    await this.#drop({ fences: [fenceName.key(key)], keys: [key] });
  }

  /** The counts of every known region by name. */
  get counts(): ReadonlyMap<string, RegionCounts> {
    return this.#counts;
  }

  get regions(): ReadonlyMap<string, AnyRegion> {
    return this.#regions;
  }

  get memory(): { entries: number; bytes: number; maxBytes: number; evictions: number } {
    const { entries, bytes, maxBytes, evictions } = this.#near;
    return { entries, bytes, maxBytes, evictions };
  }

  /** How the far tier is; undefined without one. */
  get far(): { name: string; breaker: 'closed' | 'open' | 'half-open'; failures: number; owed: number } | undefined {
    const far = this.#far;
    return far && { name: far.name, breaker: far.state, failures: far.failures, owed: far.owed };
  }

  /** True when the far tier answers now; false without one. */
  async farAnswers(): Promise<boolean> {
    return (await this.#far?.answers()) ?? false;
  }

  farReport(): Promise<FarReport | undefined> {
    return this.#far?.report() ?? Promise.resolve(undefined);
  }

  /** Waits for what is under way and lets go of every connection. */
  async close(): Promise<void> {
    await this.#flights.settled();
    await this.#far?.close();
  }

  /** What may be served right now, without asking anybody. */
  #held(region: AnyRegion, key: string): Entry | undefined {
    const { mode, since } = this.#readings.current;
    const entry = mode === 'use' ? this.#near.get(key) : undefined;
    if (!entry) return undefined;
    if (!entry.stands()) {
      this.#near.delete(key);
      return undefined;
    }
    const now = this.#clock.elapsed();
    if (now - entry.provenAt >= this.#trustMs || entry.provenTick <= since) return undefined;
    return entry.isFresh(now) || entry.isStaleWithin(region.staleMs, now) ? entry : undefined;
  }

  #isFresh(entry: Entry): boolean {
    return entry.isFresh(this.#clock.elapsed());
  }

  /** What a hit should have done for it in the background: a refresh, or a new proof of its fences, before somebody waits. */
  #careFor(entry: Entry): 'refresh' | 'prove' | undefined {
    const now = this.#clock.elapsed();
    if (entry.wantsRefresh(now, this.#random)) return 'refresh';
    return now - entry.provenAt > this.#trustMs / 2 ? 'prove' : undefined;
  }

  #care(care: 'refresh' | 'prove', slot: Slot): void {
    if (this.#flights.joinable(slot.key, -1)) return;
    if (care === 'refresh') this.#refresh(slot);
    else this.#inBackground(slot, (journey) => journey.lookThenLoad(() => this.#refresh(slot)));
  }

  #refresh(slot: Slot): void {
    this.#countsOf(slot.region).refreshes += 1;
    this.#inBackground(slot, (journey) => journey.load('use'));
  }

  #inBackground(slot: Slot, fly: (journey: Journey) => Promise<Landing>): void {
    this.#fly(slot, fly).catch((error: unknown) => {
      this.events.emit('refreshFailed', () => ({ region: slot.region.name, key: slot.key, error }));
    });
  }

  #takeOff(slot: Slot, mode: ReadMode): Promise<Landing> {
    return this.#fly(slot, (journey) =>
      mode === 'use' ? journey.lookThenLoad(() => this.#refresh(slot)) : journey.load(mode),
    );
  }

  #fly(slot: Slot, fly: (journey: Journey) => Promise<Landing>): Promise<Landing> {
    return this.#travel(slot, (journey, flight) => this.#flights.start(slot.key, flight, () => fly(journey)));
  }

  #lookOnly(slot: Slot) {
    return this.#travel(slot, (journey) => journey.look());
  }

  async #travel<T>(slot: Slot, go: (journey: Journey, flight: Flight) => Promise<T>): Promise<T> {
    const fences = this.#fences.hold(slot.localFences);
    const flight = new Flight(fences, this.#clock.elapsed(), this.#ticks.next());
    try {
      return await go(new Journey(this.#house(slot.region), slot, flight), flight);
    } finally {
      this.#fences.release(fences);
    }
  }

  #slot<Q, V>(region: Region<Q, V>, key: string, query: Q, load: Load<V>): Slot {
    const localFences = [fenceName.region(region.name), ...region.tagsOf(query).map(({ name }) => fenceName.tag(name))];
    return { region, key, localFences, fenceNames: [fenceName.key(key), ...localFences], load };
  }

  #served<Q, V>(region: Region<Q, V>, key: string, query: Q, landing: Landing): Served<V> {
    this.#count(this.#countsOf(region), landing.from);
    this.events.emit('served', () => ({
      region: region.name,
      key,
      from: landing.from,
      identity: region.identityOf(query),
    }));
    if (landing.from === 'stale' || ('tainted' in landing && landing.tainted)) this.#readings.taint();
    if (!('entry' in landing)) return { value: landing.value as V, from: 'load', ageMs: 0, ttlMs: 0, stored: false };

    const { entry, from, stored } = landing;
    this.#readings.noteProof(entry.provenAt);
    const ageMs = this.#clock.elapsed() - entry.madeAt;
    return { value: entry.value as V, from, ageMs, ttlMs: entry.freshMs - ageMs, stored };
  }

  #timed<V>(started: number, region: AnyRegion, served: Served<V>): Served<V> {
    if (served.from !== 'load') this.#countsOf(region).hitTimes.record(performance.now() - started);
    return served;
  }

  #count(counts: RegionCounts, from: Landing['from']): void {
    if (from === 'memory') counts.memoryHits += 1;
    else if (from === 'redis') counts.farHits += 1;
    else if (from === 'stale') counts.staleHits += 1;
    else counts.misses += 1;
  }

  /**
   * Raised before and after: before, so that nothing taking off now is joined; after, because somebody may have fetched the old
   * value from the far tier while its tokens still stood there.
   */
  async #drop(announcement: Announcement): Promise<void> {
    this.#forgetHere(announcement);
    await this.#far?.drop(announcement);
    this.#forgetHere(announcement);
    this.events.emit('dropped', () => ({ fences: announcement.fences, own: true }));
  }

  #forgetHere({ fences, keys }: Announcement): void {
    this.#fences.raise(fences);
    this.#flights.overtake(keys);
    for (const key of keys) this.#near.delete(key);
  }

  #guarded(far: FarTier, deadlineMs: number): GuardedTier {
    const guarded = new GuardedTier(far, this.#clock, {
      deadlineMs,
      everything: () => [...this.#regions.keys()].map(fenceName.region),
      onStateChange: (state, failures, cause) => this.events.emit('far', () => ({ state, failures, cause })),
    });
    guarded.onDropped((announcement) => {
      this.#forgetHere(announcement);
      this.events.emit('dropped', () => ({ fences: announcement.fences, own: false }));
    });
    return guarded;
  }

  #house(region: AnyRegion): House {
    return {
      clock: this.#clock,
      ticks: this.#ticks,
      near: this.#near,
      far: this.#far,
      stock: this.#stock,
      readings: this.#readings,
      events: this.events,
      counts: this.#countsOf(region),
      keep: (key, entry) => this.#keep(region, key, entry),
    };
  }

  #countsOf({ name }: AnyRegion): RegionCounts {
    const counts = this.#counts.get(name);
    if (!counts) throw new CacheError('REGION_INVALID', `Region "${name}" is not registered`);
    return counts;
  }

  /** Puts an entry into the near tier; its fences are kept for as long as it is. */
  #keep(region: AnyRegion, key: string, entry: Entry): void {
    const counts = this.#countsOf(region);
    this.#fences.hold(entry.fences.map(({ name }) => name));
    counts.entries += 1;
    counts.bytes += entry.bytes;
    this.#near.set(key, entry);
  }

  #left(entry: Entry, key: string, evicted: boolean): void {
    this.#fences.release(entry.fences);
    const counts = this.#counts.get(key.slice(0, key.indexOf(':')));
    if (!counts) return;
    counts.entries -= 1;
    counts.bytes -= entry.bytes;
    if (evicted) counts.evictions += 1;
  }
}
