import type { Entry } from './entry.js';
import { FarSide } from './far-side.js';
import { PatientTier } from './far/patient.tier.js';
import type { Flight } from './flights.js';
import type { House, Slot } from './house.js';
import { Keeper, type Making } from './keeper.js';
import { Unstored, type Landing } from './landing.js';
import { Leave } from './leave.js';
import { aReading, olderOf, type ReadMode } from './reading.js';
import type { Sighting } from './scouts.js';

/** One flight: what the tiers hold, else what the source says. Its passengers all get the same landing. */
export class Journey {
  readonly #far: FarSide;
  readonly #keeper: Keeper;
  /** Held, past its time or not to be proven now: served only if the source fails. */
  #fallback: Entry | undefined;

  private readonly house: House;

  constructor(
    house: House,
    private readonly slot: Slot,
    private readonly flight: Flight,
    sighting?: Sighting,
  ) {
    this.house = { ...house, far: house.far && new PatientTier(house.far, house.clock, sighting?.waitedMs) };
    this.#far = new FarSide(this.house, slot, { provenAt: flight.at, provenTick: flight.tick }, sighting?.seen);
    this.#keeper = new Keeper(this.house, slot, flight);
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
    const outdated = this.#fallback?.isFresh(this.house.clock.elapsed()) === false;
    const landing = await this.#loadWithLeave();
    return outdated && landing.from === 'load' ? { ...landing, outdated } : landing;
  }

  /** What a tier holds and the fences confirm, however old; undefined where there is nothing. */
  async look(): Promise<{ entry: Entry; from: 'memory' | 'redis' } | undefined> {
    const { near, clock } = this.house;
    const held = near.standing(this.slot.key);
    const standing = held?.isAlive(clock.elapsed()) ? held : undefined;
    if (held && !standing) near.delete(this.slot.key);
    const proven = standing && (await this.#far.proves(standing)) ? standing : undefined;
    if (proven && (proven.isFresh(clock.elapsed()) || this.#far.isLost)) return { entry: proven, from: 'memory' };
    // What the store just disowned is no help either.
    this.#fallback = proven || this.#far.isLost ? standing : undefined;

    const entry = await this.#farEntry();
    if (entry) return { entry, from: 'redis' };
    return proven && { entry: proven, from: 'memory' };
  }

  /** Asks the source; keeps the answer unless the mode, the answer or a change meanwhile forbids it. */
  async load(mode: ReadMode): Promise<Landing> {
    const tokens = mode === 'bypass' ? undefined : await this.#far.knownTokens();
    // With the far tier out of reach nothing can be proven anew: what is still trusted will do, and its age is passed on.
    const since = tokens === undefined && this.house.far ? -1 : this.house.ticks.next();
    const reading = aReading(mode, since, this.flight.isSpare || this.#hasStandIn);
    this.flight.reading = reading;
    const startedAt = this.house.clock.elapsed();
    const made = (): Making => ({
      tokens,
      ...olderOf(this.#far.proof, reading.oldestProof),
      costMs: this.house.clock.elapsed() - startedAt,
    });
    let loaded: unknown;
    try {
      loaded = await this.slot.source.ask(reading);
    } catch (error) {
      return this.#rescued(error, mode, made());
    }

    const { tainted, oldestProof } = reading;
    const unkept = { from: 'load', tainted, proof: made() } as const;
    if (loaded instanceof Unstored) return { ...unkept, value: loaded.value };
    // A load inside that had lost the far tier may have been content with what was proven before these fences were known.
    const mayKeep = mode !== 'bypass' && !tainted && oldestProof.provenTick > since;
    return mayKeep ? this.#keeper.keep(loaded, made()) : { ...unkept, value: loaded };
  }

  /** Who waits for this has something past its time after the soft limit. */
  get #hasStandIn(): boolean {
    const { region } = this.slot;
    if ((region.softLimitMs ?? this.house.softLimitMs) === undefined) return false;
    return this.#fallback?.isStaleWithin(region.staleIfErrorMs, this.house.clock.elapsed()) === true;
  }

  /** Of several processes that miss a key at once, one loads; the others wait a little for what it brings. */
  async #loadWithLeave(): Promise<Landing> {
    const tokens = await this.#far.knownTokens();
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

  async #farEntry(): Promise<Entry | undefined> {
    const { flight, slot, house } = this;
    const read = slot.region.nearOnly ? undefined : await this.#far.entry();
    if (!read) return undefined;

    const { provenAt, provenTick } = this.#far.proof;
    const held = !slot.region.farOnly;
    const sought = { key: slot.key, fences: flight.fences, provenAt, provenTick, held };
    const entry = await house.stock.open(slot.region, sought, read);
    if (entry === 'corrupt') {
      house.registry.countsOf(slot.region).corrupt += 1;
      house.events.emit('corrupt', () => ({ region: slot.region.name, key: slot.key }));
      await house.far?.remove(slot.key);
      return undefined;
    }
    if (entry) this.#keeper.keepNear(entry);
    return entry;
  }

  #rescued(error: unknown, mode: ReadMode, made: Making): Landing {
    const { region } = this.slot;
    this.house.registry.countsOf(region).loadErrors += 1;
    const fallback = region.staleIfErrorMs > 0 ? this.#fallback : undefined;
    if (fallback?.stands() && fallback.isStaleWithin(region.staleIfErrorMs, this.house.clock.elapsed())) {
      return { from: 'stale', entry: fallback, stored: true };
    }
    if (mode !== 'bypass') this.#keeper.remember(error, made);
    throw error;
  }
}
