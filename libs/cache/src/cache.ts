import { Announcements } from './announcements.js';
import { slotOf, type Ask } from './ask.js';
import { Batch, type LoadMany } from './batch.js';
import { check, type CacheOptions } from './cache.options.js';
import { SystemClock, type Clock } from './clock.js';
import type { RegionCounts } from './counts.js';
import type { Entry } from './entry.js';
import { Erasure, type Erased } from './erasure.js';
import { Events } from './events.js';
import type { FarFailure } from './far/attempts.js';
import type { BreakerState } from './far/breaker.js';
import type { FarReport, FarTier } from './far/far.tier.js';
import { GuardedTier } from './far/guarded.tier.js';
import { Fences, fenceName } from './fences.js';
import type { House, Slot } from './house.js';
import { Inventory, type HeldEntry, type HeldKeys } from './inventory.js';
import type { Landing, Load } from './landing.js';
import { NOWHERE } from './near/places.js';
import { Shelf } from './near/shelf.js';
import {
  aReading,
  noteProof,
  OUTSIDE,
  PROVEN_FOR_EVER,
  Readings,
  taint,
  type Proof,
  type ReadMode,
} from './reading.js';
import type { AnyRegion, Region } from './region.js';
import { Registry } from './registry.js';
import { servedOf, valueOf, type Served } from './served.js';
import { Loads, type Source } from './source.js';
import { Stock } from './stock.js';
import type { Tag } from './tag.js';
import { adviceFor } from './telemetry/advice/advice.js';
import type { Advice } from './telemetry/advice/case.js';
import { seenOf, settingsOf } from './telemetry/advice/seen.js';
import { Departures } from './telemetry/departures.js';
import { Drops } from './telemetry/drops.js';
import { HotKeys, type HotKey } from './telemetry/hot-keys.js';
import { Misses } from './telemetry/misses.js';
import { Tickets, type Ticket } from './tickets.js';
import { Shadow } from './telemetry/shadow.js';
import { Tracing } from './telemetry/tracing.js';
import { Ticks } from './ticks.js';
import { Tower } from './tower.js';
import { Trust } from './trust.js';

const DEFAULT_BYTES = 64 * 1024 * 1024;
const DEFAULT_DEADLINE_MS = 50;
const DEFAULT_TRUST_MS = 1000;

/** Reads through the tiers, announces changes. What was read before a change is never served after it. */
export class Cache {
  readonly events = new Events();
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #startedAt: number;
  readonly #registry = new Registry();
  readonly #readings = new Readings();
  readonly #loads: Loads;
  readonly #ticks = new Ticks();
  readonly #departures = new Departures();
  readonly #hotKeys = new HotKeys();
  readonly #near: Shelf;
  readonly #far: GuardedTier | undefined;
  readonly #trust: Trust;
  readonly #announcements: Announcements;
  readonly #tower: Tower;
  readonly #tickets: Tickets;
  readonly #erasure: Erasure;
  readonly #inventory: Inventory;
  readonly #shadow: Shadow | undefined;
  readonly #tracing: Tracing | undefined;

  constructor(options: CacheOptions = {}) {
    check(options);
    const fences = new Fences();
    this.#clock = options.clock ?? new SystemClock();
    this.#random = options.random ?? Math.random;
    this.#startedAt = this.#clock.elapsed();
    this.#tracing = options.tracing && new Tracing(options.tracing);
    this.#loads = new Loads(this.#registry, this.#readings, this.#tracing);
    this.#near = new Shelf(options.maxBytes ?? DEFAULT_BYTES, fences, this.#registry, this.#departures);
    this.#far = options.far && this.#guarded(options.far, options.deadlineMs ?? DEFAULT_DEADLINE_MS);
    // Alone, this process hears of every change.
    const windowMs = options.far ? (options.trustMs ?? DEFAULT_TRUST_MS) : Infinity;
    this.#trust = new Trust({ clock: this.#clock, ticks: this.#ticks, far: this.#far, windowMs });
    const { events } = this;
    this.#announcements = new Announcements({ clock: this.#clock, fences, near: this.#near, far: this.#far, events });
    this.#erasure = new Erasure(this.#registry, this.#announcements, this.#far);
    this.#inventory = new Inventory({ clock: this.#clock, near: this.#near, far: this.#far });
    const house = this.#house();
    this.#tower = new Tower(house, fences);
    this.#tickets = new Tickets(house, fences);
    this.#shadow = options.shadow && options.shadow.share > 0 ? new Shadow(house, fences, options.shadow) : undefined;
  }

  /** Makes a region known. Throws `REGION_TWICE` when another one has its name. */
  register(region: AnyRegion): void {
    this.#registry.register(region);
  }

  /** The value for `query`: held, or asked of `load`, once for all who ask meanwhile. An error of `load` reaches all of them. */
  read<Q, V>(region: Region<Q, V>, query: Q, load: Load<V>): Promise<V> {
    try {
      const ready = this.#ready(region, query, this.#clock.elapsed());
      return ready === NOWHERE
        ? this.#read(region, query, load)
        : Promise.resolve(this.#near.memory.contentAt(ready) as V);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** As `read`, with how the value was come by. */
  async fetch<Q, V>(region: Region<Q, V>, query: Q, load: Load<V>): Promise<Served<V>> {
    const ask = this.#ask(region, query);
    const held = this.#held(ask);
    if (!held) return this.#served(await this.#landing(ask, this.#sourceOf(ask, load)));
    return this.#served({ entry: held, from: this.#noteHit(ask, held, () => this.#sourceOf(ask, load)), stored: true });
  }

  /**
   * As `fetch`, at once and without a load: what is in memory, fresh, proven, and needs nothing but to be counted. Undefined says nothing of
   * what there is: `fetch` it.
   */
  atHand<Q, V>(region: Region<Q, V>, query: Q): Served<V> | undefined {
    const now = this.#clock.elapsed();
    const ready = this.#ready(region, query, now);
    if (ready === NOWHERE) return undefined;
    const value = this.#near.memory.contentAt(ready) as V;
    return { value, from: 'memory', stored: true, outdated: false, ...this.#near.memory.timesAt(ready, now) };
  }

  /**
   * As `read` for many at once, answered in their order. What no tier has is asked of `load` in one call; the far tier is asked in one
   * round trip. Throws `LOAD_INVALID` when `load` brings not exactly one value for each query it was given.
   */
  async readMany<Q, V>(region: Region<Q, V>, queries: readonly Q[], load: LoadMany<Q, V>): Promise<V[]> {
    const alone = (query: Q) => () => new Batch(this.#loads, region, load).sourceOf(query);
    const missing = new Batch(this.#loads, region, load);
    const refreshed = new Batch(this.#loads, region, load);
    const reads = queries.map(async (query) => {
      const ask = this.#ask(region, query);
      const held = this.#held(ask);
      if (!held) return valueOf(await this.#landing(ask, missing.sourceOf(query), alone(query))) as V;
      this.#noteHit(ask, held, () => refreshed.sourceOf(query), alone(query));
      return held.value as V;
    });
    return Promise.all(reads);
  }

  /**
   * Asks `load` for the value, whatever is held, and keeps it unless a change overtakes it (`stored`). Until it is there, others go on
   * being served what is held; an error of `load` leaves that as it is.
   */
  async refresh<Q, V>(region: Region<Q, V>, query: Q, load: Load<V>): Promise<Served<V>> {
    const ask = this.#ask(region, query);
    const landing = await this.#tower.renewed(slotOf(ask, this.#sourceOf(ask, load)), ask.reading);
    noteProof(ask.reading, 'entry' in landing ? landing.entry : landing.proof);
    if ('tainted' in landing && landing.tainted) taint(ask.reading);
    return this.#served(landing);
  }

  /** What is held for `query` in any tier, fresh or in its stale window; never loads. */
  async peek<Q, V>(region: Region<Q, V>, query: Q): Promise<Served<V> | undefined> {
    const ask = this.#ask(region, query);
    const held = this.#held(ask);
    const found = held ? { entry: held, from: 'memory' as const } : await this.#tower.look(slotOf(ask, NO_SOURCE));

    const now = this.#clock.elapsed();
    if (!found?.entry.isStaleWithin(region.staleMs, now) || found.entry.failed) {
      ask.counts.misses += 1;
      return undefined;
    }
    const from = found.entry.isFresh(now) ? found.from : 'stale';
    this.#note(ask, from, found.entry);
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
    return this.#tickets.give(slotOf(this.#ask(region, query), NO_SOURCE));
  }

  /** Runs `work` with every read inside it in this mode. */
  reading<T>(mode: ReadMode, work: () => T): T {
    return this.#readings.run(aReading(mode, this.#ticks.next()), work);
  }

  /** Announces that what these tags name has changed; call it after the commit. Once it resolves no reader here sees the old. */
  async invalidate(...tags: readonly Tag[]): Promise<void> {
    await this.#announcements.tell({ fences: fencesOf(tags), keys: this.#registry.keysUnder(tags) });
  }

  /**
   * Announces that what these tags name is past its time, but not wrong: it is served for as long as its stale windows say, while it is
   * loaded anew. A region without such windows serves none of it.
   */
  async expire(...tags: readonly Tag[]): Promise<void> {
    await this.#announcements.tell({ fences: fencesOf(tags), keys: [], soft: true });
  }

  /** Drops everything of one region, and nothing of another. */
  async clear(region: AnyRegion): Promise<void> {
    await this.#announcements.tell({ fences: [fenceName.region(region.name)], keys: [] });
  }

  /** Drops one entry. */
  async forget<Q, V>(region: Region<Q, V>, query: Q): Promise<void> {
    const key = region.keyFor(query);
    await this.#announcements.tell({ fences: [fenceName.key(key)], keys: [key] });
  }

  /**
   * Takes away all that regions with an `identity` keep of this one, in memory here and elsewhere, and in the far tier: keys that nobody
   * can name are found by going over all that lies there, O(everything), a thousand at a time, while others are served. For what must be gone,
   * such as a person who leaves. Announce its tags first: what was read before that and is written this very moment by another instance is
   * found by erasing once more when no load can be under way.
   */
  erase(identity: number | string): Promise<Erased> {
    return this.#erasure.of(identity);
  }

  /**
   * The keys of a region that have `match` in them, in memory here and in the far tier, which is gone over for that, a thousand names at a
   * time: for operators. At most so many; `region:` is their head.
   */
  keysOf(region: AnyRegion, match = '', most = 10_000): Promise<HeldKeys> {
    return this.#inventory.keysOf(region, match, most);
  }

  /** What is held under a key as `keysOf` names it; nothing is counted as read. */
  entryOf(region: AnyRegion, key: string): Promise<HeldEntry | undefined> {
    return this.#inventory.entryOf(region, key);
  }

  get regions(): ReadonlyMap<string, AnyRegion> {
    return this.#registry.regions;
  }

  /** What happened to each region since the start. */
  get counts(): ReadonlyMap<string, RegionCounts> {
    return this.#registry.counts;
  }

  /** The keys that are read most in this process, at most so many; keys may name people. */
  hotKeys(most: number): HotKey[] {
    return this.#hotKeys.top(most);
  }

  /** What the counts since the start say of each region's lifetime. */
  get advice(): ReadonlyMap<string, Advice> {
    const overMs = this.#clock.elapsed() - this.#startedAt;
    const adviceOn = (region: AnyRegion) =>
      adviceFor(seenOf(this.#registry.countsOf(region), overMs), settingsOf(region, this.#far !== undefined));
    return new Map([...this.regions.values()].map((region) => [region.name, adviceOn(region)]));
  }

  get memory() {
    return this.#near.report;
  }

  /** How the far tier is; undefined without one. */
  get far(): FarState | undefined {
    const far = this.#far;
    if (!far) return undefined;
    const { name, state: breaker, writes, failures, failuresBy, owed } = far;
    return { name, breaker, writes, failures, failuresBy: { ...failuresBy }, owed };
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
    await this.#shadow?.close();
    await this.#tower.settled();
    await this.#trust.settled();
    await this.#far?.close();
    this.#readings.close();
  }

  #ask<Q>(region: AnyRegion, query: Q): Ask<Q> {
    const counts = this.#registry.register(region);
    const key = region.keyFor(query);
    return { region, counts, key, query, now: this.#clock.elapsed(), reading: this.#readings.current };
  }

  #sourceOf({ region, key }: Ask<unknown>, load: Load<unknown>): Source {
    return this.#loads.lone(region, key, load);
  }

  /**
   * Where a value stands that may be served as it is and leaves nothing to be done but to count it, or `NOWHERE`. Most hits are such, so it
   * makes no object on the way.
   */
  #ready<Q, V>(region: Region<Q, V>, query: Q, now: number): number {
    if (this.#readings.current !== OUTSIDE || this.#tracing) return NOWHERE;
    // Whole answers are not compared with their source.
    if (this.#shadow && !region.holdsAnswers) return NOWHERE;
    const known = region.known(query);
    const at = this.#near.memory.ready(known, now, this.#trust);
    if (at !== NOWHERE) this.#noteReady(region, query, known.key, now, at);
    return at;
  }

  /** As `#note`, for a read that no load waits for. */
  #noteReady<Q, V>(region: Region<Q, V>, query: Q, key: string, now: number, at: number): void {
    const counts = this.#registry.register(region);
    counts.memoryHits += 1;
    this.#hotKeys.saw(key);
    const times = counts.timedAs('memory');
    if (times > 0) counts.timed(this.#clock.elapsed() - now, this.#near.memory.timesAt(at, now).ageMs, times);
    if (this.events.hears('served')) this.#tell(region, query, key, 'memory');
  }

  async #read<Q, V>(region: Region<Q, V>, query: Q, load: Load<V>): Promise<V> {
    const ask = this.#ask(region, query);
    const held = this.#held(ask);
    if (!held) return valueOf(await this.#landing(ask, this.#sourceOf(ask, load))) as V;
    this.#noteHit(ask, held, () => this.#sourceOf(ask, load));
    return held.value as V;
  }

  /** What may be served right now, without asking anybody. */
  #held({ region, key, now, reading }: Ask<unknown>): Entry | undefined {
    const entry = reading.mode === 'use' ? this.#near.standing(key) : undefined;
    if (!entry) return undefined;
    if (!this.#trust.believes(region, entry, now) || entry.provenTick <= reading.since) return undefined;
    return entry.isFresh(now) || entry.isStaleWithin(region.staleMs, now) ? entry : undefined;
  }

  /** Counts it, and lets be done in the background what it wants: a refresh, or a new proof. */
  #noteHit(ask: Ask<unknown>, held: Entry, source: () => Source, alone = source): 'memory' | 'stale' {
    const from = held.isFresh(ask.now) ? 'memory' : 'stale';
    if (held.wantsRefresh(ask.now, this.#random)) this.#tower.care('refresh', slotOf(ask, source()));
    else if (this.#trust.tend(held, ask.now)) this.#tower.care('prove', slotOf(ask, source()));
    this.#note(ask, from, held);
    if (from === 'memory') this.#shadow?.hit(ask, held, alone);
    this.#tracing?.hit(ask, from);
    return from;
  }

  async #landing(ask: Ask<unknown>, source: Source, alone = () => source): Promise<Landing> {
    try {
      const land = (slot: Slot) => this.#tower.landing(slot, ask.reading);
      const slot = slotOf(ask, source);
      const landing = await (this.#tracing ? this.#tracing.read(slot, land) : land(slot));
      this.#note(ask, landing.from, 'entry' in landing ? landing.entry : landing.proof);
      if (landing.from === 'redis') this.#shadow?.hit(ask, landing.entry, alone);
      if ('tainted' in landing && landing.tainted) taint(ask.reading);
      return landing;
    } catch (error) {
      ask.counts.misses += 1;
      throw error;
    }
  }

  /** Counts an answer and tells the load that it is for, if there is one, how good it is. */
  #note<Q>(
    { region, counts, key, query, now, reading }: Ask<Q>,
    from: Landing['from'],
    proof: Proof & { readonly madeAt?: number },
  ): void {
    counts.served(from);
    this.#hotKeys.saw(key);
    if (from === 'stale') taint(reading);
    // What is believed for longer in an outage does not shorten the trust in what is made of it; but it is no better proven by that.
    noteProof(reading, region.trustAloneMs === 0 ? proof : { ...PROVEN_FOR_EVER, provenTick: proof.provenTick });
    const times = counts.timedAs(from);
    if (times > 0) counts.timed(this.#clock.elapsed() - now, now - (proof.madeAt ?? now), times);
    this.#tell(region, query, key, from);
  }

  #tell(region: AnyRegion, query: unknown, key: string, from: Landing['from']): void {
    this.events.emit('served', () => ({ region: region.name, key, from, identity: region.identityOf(query) }));
  }

  #slotOfPut<Q, V>(region: Region<Q, V>, query: Q, value: V): Slot {
    const ask = this.#ask(region, query);
    const source = this.#sourceOf(ask, async () => value);
    const until = region.goodUntil(value);
    const lifeMs = until === undefined ? Infinity : Math.max(1, Math.ceil(until - this.#clock.now()));
    return { ...slotOf(ask, source), lifeMs };
  }

  async #put(slot: Slot): Promise<void> {
    await this.#tower.landing(slot, aReading('refresh', -1));
  }

  #served<V>(landing: Landing): Served<V> {
    return servedOf(landing, this.#clock.elapsed());
  }

  #guarded(far: FarTier, deadlineMs: number): GuardedTier {
    return new GuardedTier(far, this.#clock, {
      deadlineMs,
      onStateChange: (part, state, failures, cause) => {
        if (part === 'reads') this.events.emit('far', () => ({ state, failures, cause }));
        if (part === 'writes') this.events.emit('farWrites', () => ({ state, failures, cause }));
      },
    });
  }

  #house(): House {
    return {
      clock: this.#clock,
      ticks: this.#ticks,
      near: this.#near,
      far: this.#far,
      stock: new Stock(this.#clock, this.#random),
      trust: this.#trust,
      events: this.events,
      registry: this.#registry,
      misses: new Misses(this.#clock, this.#registry, this.#departures, new Drops(this.#registry, this.events)),
    };
  }
}

/** How the far tier is, and what went wrong with it since the start. */
export interface FarState {
  readonly name: string;
  /** Whether it is asked. */
  readonly breaker: BreakerState;
  /** Whether anything new is kept there: it may be full, or a replica, and be read from all the same. */
  readonly writes: BreakerState;
  readonly failures: number;
  readonly failuresBy: Readonly<Record<FarFailure, number>>;
  /** Changes that it has not been told yet. */
  readonly owed: number;
}

function fencesOf(tags: readonly Tag[]): string[] {
  return tags.map(({ name }) => fenceName.tag(name));
}

/** A peek never loads. */
const NO_SOURCE: Source = { ask: () => Promise.reject(new Error('nobody is to be asked')), elsewhere: () => undefined };
