import { SystemClock, type Clock } from './clock.js';
import type { RegionCounts } from './counts.js';
import type { Entry } from './entry.js';
import { Events } from './events.js';
import type { Announcement, FarReport, FarTier } from './far/far.tier.js';
import { GuardedTier } from './far/guarded.tier.js';
import { Fences, fenceName } from './fences.js';
import type { House, Landing, Load, Slot } from './journey.js';
import { Shelf } from './near/shelf.js';
import {
  aReading,
  noteProof,
  PROVEN_FOR_EVER,
  Readings,
  taint,
  type Proof,
  type Reading,
  type ReadMode,
} from './reading.js';
import type { AnyRegion, Region } from './region.js';
import { Registry } from './registry.js';
import { Stock } from './stock.js';
import type { Tag } from './tag.js';
import { Ticks } from './ticks.js';
import { Tower } from './tower.js';

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

/** One read as it begins. */
interface Ask<Q> {
  readonly region: AnyRegion;
  readonly counts: RegionCounts;
  readonly key: string;
  readonly query: Q;
  readonly load: Load<unknown>;
  /** By `Clock.elapsed()`. */
  readonly now: number;
  /** The load that this read is for, if there is one. */
  readonly reading: Reading;
}

const DEFAULT_BYTES = 64 * 1024 * 1024;
const DEFAULT_DEADLINE_MS = 50;
const DEFAULT_TRUST_MS = 1000;

/** Reads through the tiers, announces changes. What was read before a change is never served after it. */
export class Cache {
  readonly events = new Events();
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #trustMs: number;
  readonly #registry = new Registry();
  readonly #fences = new Fences();
  readonly #readings = new Readings();
  readonly #ticks = new Ticks();
  readonly #near: Shelf;
  readonly #far: GuardedTier | undefined;
  readonly #tower: Tower;

  constructor(options: CacheOptions = {}) {
    this.#clock = options.clock ?? new SystemClock();
    this.#random = options.random ?? Math.random;
    // Alone, this process hears of every change.
    this.#trustMs = options.far ? (options.trustMs ?? DEFAULT_TRUST_MS) : Infinity;
    this.#near = new Shelf(options.maxBytes ?? DEFAULT_BYTES, this.#fences, this.#registry);
    this.#far = options.far && this.#guarded(options.far, options.deadlineMs ?? DEFAULT_DEADLINE_MS);
    this.#tower = new Tower(this.#house(), this.#fences);
  }

  /** Makes a region known. Throws `REGION_TWICE` when another one has its name. */
  register(region: AnyRegion): void {
    this.#registry.register(region);
  }

  /** The value for `query`: held, or asked of `load`, once for all who ask meanwhile. An error of `load` reaches all of them. */
  async read<Q, V>(region: Region<Q, V>, query: Q, load: Load<V>): Promise<V> {
    const ask = this.#ask(region, query, load);
    const held = this.#held(ask);
    if (held) {
      this.#noteHit(ask, held);
      return held.value as V;
    }
    const landing = await this.#landing(ask);
    return ('entry' in landing ? landing.entry.value : landing.value) as V;
  }

  /** As `read`, with how the value was come by. */
  async fetch<Q, V>(region: Region<Q, V>, query: Q, load: Load<V>): Promise<Served<V>> {
    const ask = this.#ask(region, query, load);
    const held = this.#held(ask);
    if (!held) return this.#served(await this.#landing(ask));
    return this.#served({ entry: held, from: this.#noteHit(ask, held), stored: true });
  }

  /** What is held for `query` in any tier, fresh or in its stale window; never loads. */
  async peek<Q, V>(region: Region<Q, V>, query: Q): Promise<Served<V> | undefined> {
    const ask = this.#ask(region, query, neverLoads);
    const held = this.#held(ask);
    const found = held ? { entry: held, from: 'memory' as const } : await this.#tower.look(slotOf(ask));

    const now = this.#clock.elapsed();
    if (!found?.entry.isStaleWithin(region.staleMs, now)) {
      ask.counts.misses += 1;
      return undefined;
    }
    const from = found.entry.isFresh(now) ? found.from : 'stale';
    this.#note(ask, from, found.entry);
    return this.#served({ entry: found.entry, from, stored: true });
  }

  /**
   * Keeps a value that was made elsewhere, under the fences as they are now. What changed since it was made goes unseen: put only what
   * nobody else changes meanwhile, and for all else `read` in the mode `refresh`.
   */
  async put<Q, V>(region: Region<Q, V>, query: Q, value: V): Promise<void> {
    await this.#tower.landing(slotOf(this.#ask(region, query, () => Promise.resolve(value))), aReading('refresh', -1));
  }

  /** Runs `work` with every read inside it in this mode. */
  reading<T>(mode: ReadMode, work: () => T): T {
    return this.#readings.run(aReading(mode, this.#ticks.next()), work);
  }

  /** Announces that what these tags name has changed; call it after the commit. Once it resolves no reader here sees the old. */
  async invalidate(...tags: readonly Tag[]): Promise<void> {
    await this.#drop({
      fences: tags.map(({ name }) => fenceName.tag(name)),
      keys: this.#registry.keysUnder(tags),
    });
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

  get regions(): ReadonlyMap<string, AnyRegion> {
    return this.#registry.regions;
  }

  /** What happened to each region since the start. */
  get counts(): ReadonlyMap<string, RegionCounts> {
    return this.#registry.counts;
  }

  get memory() {
    return this.#near.report;
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

  /** What the far tier says of itself; undefined when it does not answer, or without one. */
  farReport(): Promise<FarReport | undefined> {
    return this.#far?.report() ?? Promise.resolve(undefined);
  }

  /** Waits for what is under way and lets go of every connection. */
  async close(): Promise<void> {
    await this.#tower.settled();
    await this.#far?.close();
    this.#readings.close();
  }

  #ask<Q, V>(region: Region<Q, V>, query: Q, load: Load<V>): Ask<Q> {
    const counts = this.#registry.register(region);
    const key = region.keyFor(query);
    return { region, counts, key, query, load, now: this.#clock.elapsed(), reading: this.#readings.current };
  }

  /** What may be served right now, without asking anybody. */
  #held({ region, key, now, reading }: Ask<unknown>): Entry | undefined {
    const entry = reading.mode === 'use' ? this.#near.get(key) : undefined;
    if (!entry) return undefined;
    if (!entry.stands()) {
      this.#near.delete(key);
      return undefined;
    }
    if (!this.#isTrusted(region, entry, now) || entry.provenTick <= reading.since) return undefined;
    return entry.isFresh(now) || entry.isStaleWithin(region.staleMs, now) ? entry : undefined;
  }

  #isTrusted(region: AnyRegion, { provenAt }: Entry, now: number): boolean {
    if (now - provenAt < this.#trustMs) return true;
    return now - provenAt < region.trustAloneMs && this.#far !== undefined && this.#far.state !== 'closed';
  }

  #noteHit<Q>(ask: Ask<Q>, held: Entry): 'memory' | 'stale' {
    const from = held.isFresh(ask.now) ? 'memory' : 'stale';
    const care = this.#careFor(held, ask.now);
    if (care) this.#tower.care(care, slotOf(ask));
    this.#note(ask, from, held);
    return from;
  }

  /** What a hit should have done for it in the background: a refresh, or a new proof of its fences before somebody waits for it. */
  #careFor(entry: Entry, now: number): 'refresh' | 'prove' | undefined {
    if (entry.wantsRefresh(now, this.#random)) return 'refresh';
    // Nobody to ask: then the search for a proof would end at the source, again and again.
    const canBeProven = this.#far?.state === 'closed';
    return canBeProven && now - entry.provenAt > this.#trustMs / 2 ? 'prove' : undefined;
  }

  async #landing<Q>(ask: Ask<Q>): Promise<Landing> {
    try {
      const landing = await this.#tower.landing(slotOf(ask), ask.reading);
      this.#note(ask, landing.from, 'entry' in landing ? landing.entry : landing.proof);
      if ('tainted' in landing && landing.tainted) taint(ask.reading);
      return landing;
    } catch (error) {
      ask.counts.misses += 1;
      throw error;
    }
  }

  /** Counts an answer and tells the load that it is for, if there is one, how good it is. */
  #note<Q>({ region, counts, key, query, now, reading }: Ask<Q>, from: Landing['from'], proof: Proof): void {
    counts.served(from);
    if (from === 'stale') taint(reading);
    // What is believed for longer in an outage does not shorten the trust in what is made of it; but it is no better proven by that.
    noteProof(reading, region.trustAloneMs === 0 ? proof : { ...PROVEN_FOR_EVER, provenTick: proof.provenTick });
    if (from !== 'load' && counts.wantsTime) counts.hitTimes.record(this.#clock.elapsed() - now);
    this.events.emit('served', () => ({ region: region.name, key, from, identity: region.identityOf(query) }));
  }

  #served<V>(landing: Landing): Served<V> {
    if (!('entry' in landing)) return { value: landing.value as V, from: 'load', ageMs: 0, ttlMs: 0, stored: false };
    const { entry, from, stored } = landing;
    const ageMs = this.#clock.elapsed() - entry.madeAt;
    return { value: entry.value as V, from, ageMs, ttlMs: entry.freshMs - ageMs, stored };
  }

  /**
   * Forgotten here before and after: before, so that nobody joins what took off already; after, because somebody may have
   * fetched the old value from the far tier while its tokens still stood there.
   */
  async #drop(announcement: Announcement): Promise<void> {
    this.#forgetHere(announcement);
    await this.#far?.drop(announcement);
    this.#forgetHere(announcement);
    this.events.emit('dropped', () => ({ fences: announcement.fences, own: true }));
  }

  #forgetHere({ fences, keys }: Announcement): void {
    this.#fences.raise(fences);
    this.#fences.raise(keys.map(fenceName.key));
    for (const key of keys) this.#near.delete(key);
  }

  #guarded(far: FarTier, deadlineMs: number): GuardedTier {
    const guarded = new GuardedTier(far, this.#clock, {
      deadlineMs,
      everything: () => this.#registry.fences,
      onStateChange: (state, failures, cause) => this.events.emit('far', () => ({ state, failures, cause })),
    });
    guarded.onDropped((announcement) => {
      this.#forgetHere(announcement);
      this.events.emit('dropped', () => ({ fences: announcement.fences, own: false }));
    });
    return guarded;
  }

  #house(): House {
    return {
      clock: this.#clock,
      ticks: this.#ticks,
      near: this.#near,
      far: this.#far,
      stock: new Stock(this.#clock, this.#random),
      trustMs: this.#trustMs,
      readings: this.#readings,
      events: this.events,
      registry: this.#registry,
    };
  }
}

function slotOf({ region, key, query, load }: Ask<unknown>): Slot {
  const localFences = [fenceName.region(region.name), ...region.tagsOf(query).map(({ name }) => fenceName.tag(name))];
  return { region, key, localFences, fenceNames: [fenceName.key(key), ...localFences], load };
}

function neverLoads(): Promise<never> {
  return Promise.reject(new Error('a peek never loads'));
}
