import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.js';
import type { Entry } from './entry.js';
import type { Events } from './events.js';
import type { FarRead } from './far/far.tier.js';
import type { GuardedTier } from './far/guarded.tier.js';
import type { Flight } from './flights.js';
import { Leave } from './leave.js';
import type { Shelf } from './near/shelf.js';
import { aReading, olderOf, PROVEN_FOR_EVER, type Proof, type ReadMode } from './reading.js';
import type { AnyRegion } from './region.js';
import type { Registry } from './registry.js';
import type { Source } from './source.js';
import type { Made, Stock, Stocked } from './stock.js';
import type { Misses } from './telemetry/misses.js';
import type { Ticks } from './ticks.js';
import { verdictOf } from './tokens.js';
import type { Trust } from './trust.js';

/** What a load returns to have its value answered but not kept. */
export class Unstored<V> {
  constructor(readonly value: V) {}
}

export type Load<V> = () => Promise<V | Unstored<V>>;

/** One read: which region and key, what it depends on, and its source. */
export interface Slot {
  readonly region: AnyRegion;
  readonly key: string;
  /** Names of the fences this process counts: the region's and the tags'. */
  readonly localFences: readonly string[];
  /** Names of the far tier's tokens that an entry here is made under. */
  readonly fenceNames: readonly string[];
  readonly source: Source;
  /** Told of the flight of another that this read waits for. */
  readonly joined?: (flight: Flight) => void;
}

/** How a journey ended: with an entry that is or was kept, or with a value that was not. */
export type Landing =
  | { readonly from: 'memory' | 'redis' | 'stale' | 'load'; readonly entry: Entry; readonly stored: boolean }
  | { readonly from: 'load'; readonly value: unknown; readonly tainted: boolean; readonly proof: Proof };

/** The parts of the cache that a journey passes through. */
export interface House {
  readonly clock: Clock;
  readonly ticks: Ticks;
  readonly near: Shelf;
  readonly far: GuardedTier | undefined;
  readonly stock: Stock;
  readonly events: Events;
  readonly registry: Registry;
  readonly trust: Trust;
  readonly misses: Misses;
}

/** Fences live at least twice as long as what stands under them. */
const FENCE_LIVES = 2;

/** One flight: what the tiers hold, else what the source says. Its passengers all get the same landing. */
export class Journey {
  /** The far tier's tokens as they were after take-off. */
  #tokens: readonly (string | undefined)[] | undefined;
  #farLost: boolean;
  /** Since when those tokens are surely known: the moment they were asked for, not that of the answer. */
  #proof: Proof;
  /** Held, past its time or not to be proven now: served only if the source fails. */
  #fallback: Entry | undefined;

  constructor(
    private readonly house: House,
    private readonly slot: Slot,
    private readonly flight: Flight,
  ) {
    this.#farLost = house.far === undefined;
    this.#proof = { provenAt: flight.at, provenTick: flight.tick };
  }

  /** Looks through the tiers first. `onStale` is told when a value past its time is served and wants refreshing. */
  async lookThenLoad(onStale: () => void): Promise<Landing> {
    const found = await this.look();
    if (found) {
      const now = this.house.clock.elapsed();
      if (found.entry.isFresh(now)) return { ...found, stored: true };
      if (found.entry.isStaleWithin(this.slot.region.staleMs, now)) {
        onStale();
        return { entry: found.entry, from: 'stale', stored: true };
      }
      this.#fallback = found.entry;
    }
    return this.#loadWithLeave();
  }

  /** Asks the source; keeps the answer unless the mode, the answer or a change meanwhile forbids it. */
  async load(mode: ReadMode): Promise<Landing> {
    const tokens = mode === 'bypass' ? undefined : await this.#knownTokens();
    // With the far tier out of reach nothing can be proven anew: what is still trusted will do, and its age is passed on.
    const since = tokens === undefined && this.house.far ? -1 : this.house.ticks.next();
    const reading = aReading(mode, since);
    this.flight.reading = reading;
    const startedAt = this.house.clock.elapsed();
    let loaded: unknown;
    try {
      loaded = await this.slot.source.ask(reading);
    } catch (error) {
      return this.#rescued(error, { tokens, ...olderOf(this.#proof, reading.oldestProof), costMs: 0 }, mode);
    }

    const { tainted, oldestProof } = reading;
    const proof = olderOf(this.#proof, oldestProof);
    if (loaded instanceof Unstored) return { from: 'load', value: loaded.value, tainted, proof };
    // A load inside that had lost the far tier may have been content with what was proven before these fences were known.
    const mayKeep = mode !== 'bypass' && !tainted && oldestProof.provenTick > since;
    if (!mayKeep) return { from: 'load', value: loaded, tainted, proof };
    return this.#keep(loaded, { tokens, ...proof, costMs: this.house.clock.elapsed() - startedAt });
  }

  /** Of several processes that miss a key at once, one loads; the others wait a little for what it brings. */
  async #loadWithLeave(): Promise<Landing> {
    const tokens = await this.#knownTokens();
    const { far } = this.house;
    if (!far || !tokens || this.slot.region.nearOnly) return this.#loadMissed();

    const leave = new Leave(far, this.slot.key, tokens);
    try {
      const brought = await leave.orElse(
        () => this.#freshFarEntry(),
        () => this.slot.source.elsewhere(),
      );
      return brought ? { entry: brought, from: 'redis', stored: true } : await this.#loadMissed();
    } finally {
      await leave.giveBack();
    }
  }

  #loadMissed(): Promise<Landing> {
    this.house.misses.note(this.slot, this.#fallback);
    return this.load('use');
  }

  async #freshFarEntry(): Promise<Entry | undefined> {
    const entry = await this.#farEntry();
    return entry?.isFresh(this.house.clock.elapsed()) ? entry : undefined;
  }

  /** What a tier holds and the fences confirm, however old; undefined where there is nothing. */
  async look(): Promise<{ entry: Entry; from: 'memory' | 'redis' } | undefined> {
    const { near, clock } = this.house;
    const held = near.get(this.slot.key);
    const standing = held?.stands() && held.isAlive(clock.elapsed()) ? held : undefined;
    if (held && !standing) near.delete(this.slot.key);
    const proven = standing && (await this.#isProven(standing)) ? standing : undefined;
    if (proven && (proven.isFresh(clock.elapsed()) || this.#farLost)) return { entry: proven, from: 'memory' };
    // What the store just disowned is no help either.
    this.#fallback = proven || this.#farLost ? standing : undefined;

    const entry = await this.#farEntry();
    if (entry) return { entry, from: 'redis' };
    return proven && { entry: proven, from: 'memory' };
  }

  /** Asks the far tier whether the entry's fences are still the current ones. Where there is none, they are. */
  async #isProven(held: Entry): Promise<boolean> {
    if (this.house.far === undefined) return true;
    const far = await this.#askFar(undefined);
    if (!far) return false;
    const verdict = verdictOf(held.tokens, far.tokens);
    if (verdict === 'changed') {
      this.house.near.delete(this.slot.key);
      return false;
    }
    if (verdict === 'expired') held.expire(this.house.clock.elapsed());
    held.tokens = far.tokens as readonly string[];
    held.prove(this.#proof);
    return true;
  }

  async #farEntry(): Promise<Entry | undefined> {
    if (this.slot.region.nearOnly) return undefined;
    const far = await this.#askFar(this.slot.key);
    if (!far) return undefined;

    const { flight, slot, house } = this;
    const proof = { key: slot.key, fences: flight.fences, ...this.#proof };
    const entry = await house.stock.open(slot.region, proof, far);
    if (entry === 'corrupt') {
      this.#counts.corrupt += 1;
      house.events.emit('corrupt', () => ({ region: slot.region.name, key: slot.key }));
      await house.far?.remove(slot.key);
      return undefined;
    }
    if (entry) this.#keepNear(entry);
    return entry;
  }

  async #askFar(key: string | undefined): Promise<FarRead | undefined> {
    if (this.#farLost) return undefined;
    this.#proof = { provenAt: this.house.clock.elapsed(), provenTick: this.house.ticks.next() };
    const far = await this.house.far?.read(key, this.slot.fenceNames);
    this.#tokens = far?.tokens;
    this.#farLost = far === undefined;
    return far;
  }

  /** The current tokens, the missing ones made; undefined when the far tier can't be asked. */
  async #knownTokens(): Promise<readonly string[] | undefined> {
    if (this.#tokens === undefined) await this.#askFar(undefined);
    const tokens = this.#tokens;
    if (tokens === undefined || isComplete(tokens)) return tokens;

    const missing = this.slot.fenceNames.filter((_, index) => tokens[index] === undefined);
    const planted = await this.house.far?.plant(missing, randomBytes(9).toString('base64url'), this.#fenceLifeMs());
    if (!planted || !isComplete(planted)) return undefined;
    let next = 0;
    return tokens.map((token) => token ?? planted[next++]) as readonly string[];
  }

  #fenceLifeMs(): number {
    const { freshMs, staleMs, staleIfErrorMs } = this.slot.region;
    return FENCE_LIVES * (freshMs + Math.max(staleMs, staleIfErrorMs));
  }

  get #counts() {
    return this.house.registry.countsOf(this.slot.region);
  }

  #rescued(error: unknown, made: Omit<Made, 'key' | 'value' | 'fences'>, mode: ReadMode): Landing {
    this.#counts.loadErrors += 1;
    const { staleIfErrorMs } = this.slot.region;
    const fallback = staleIfErrorMs > 0 ? this.#fallback : undefined;
    if (fallback?.stands() && fallback.isStaleWithin(staleIfErrorMs, this.house.clock.elapsed())) {
      return { from: 'stale', entry: fallback, stored: true };
    }
    if (mode !== 'bypass') this.#remember(error, made);
    throw error;
  }

  /** A failure that its region says is worth it, where nothing better is held. */
  #remember(error: unknown, made: Omit<Made, 'key' | 'value' | 'fences'>): void {
    const { house, slot, flight } = this;
    const forMs = slot.region.failureMsOf(error);
    const held = house.near.get(slot.key);
    if (forMs === 0 || (held?.stands() && held.isAlive(house.clock.elapsed()))) return;
    const about = { key: slot.key, fences: flight.fences, ...this.#asProven(made) };
    this.#keepNear(house.stock.failure(error, forMs, about));
  }

  /** Alone, what is made here needs no proof. */
  #asProven<M extends Proof & Pick<Made, 'tokens'>>(made: M): M {
    return this.house.far ? made : { ...made, tokens: [], ...PROVEN_FOR_EVER };
  }

  /** False where it may not be kept: something it depends on was announced meanwhile. */
  #keepNear(entry: Entry): boolean {
    const { house, slot, flight } = this;
    if (!flight.stands()) return false;
    if (!slot.region.farOnly || entry.failed) house.near.keep(slot.key, entry);
    return true;
  }

  async #keep(
    value: unknown,
    { tokens, costMs, ...proof }: Pick<Made, 'tokens' | 'provenAt' | 'provenTick' | 'costMs'>,
  ): Promise<Landing> {
    const { house, slot, flight } = this;
    const about = { key: slot.key, value, fences: flight.fences, ...this.#asProven({ tokens, ...proof }), costMs };
    const { entry, sealed } = house.stock.make(slot.region, about);
    if (entry.bytes > slot.region.maxBytes) {
      this.#counts.notStored += 1;
      house.events.emit('notStored', () => ({ region: slot.region.name, key: slot.key, bytes: entry.bytes }));
      return { from: 'load', entry, stored: false };
    }
    if (!flight.stands() || entry.lifeMs < 1) return { from: 'load', entry, stored: false };

    const isFar = tokens !== undefined && (await this.#keepFar(entry, sealed));
    const isNear = this.#keepNear(entry);
    return { from: 'load', entry, stored: slot.region.farOnly ? isFar : isNear };
  }

  /** There it lives for as long as it is fresh, as an operator who looks expects; what is past its time is served from here. */
  async #keepFar({ freshMs }: Entry, sealed: Stocked['sealed']): Promise<boolean> {
    const { house, slot } = this;
    const lives = { entryMs: Math.floor(freshMs), fencesMs: this.#fenceLifeMs() };
    if (!house.far || !sealed || lives.entryMs < 1) return false;
    return (await house.far.write(slot.key, await sealed(), lives, slot.fenceNames)) ?? false;
  }
}

function isComplete(tokens: readonly (string | undefined)[]): tokens is readonly string[] {
  return tokens.every((token) => token !== undefined);
}
