import { fenceName, Fences } from './fences.js';
import { Flight, Flights } from './flights.js';
import type { House, Slot } from './house.js';
import { Journey } from './journey.js';
import type { Landing } from './landing.js';
import { noteFlight, OUTSIDE, type Reading } from './reading.js';
import { Scouts, type Report, type Sighting } from './scouts.js';

/** Lets flights start, and lets readers wait for one that is on its way already. */
export class Tower {
  readonly #flights = new Flights();
  readonly #scouts: Scouts;

  constructor(
    private readonly house: House,
    private readonly fences: Fences,
  ) {
    this.#scouts = new Scouts(house, fences);
  }

  /** The landing that this reader may have: what a scout brings, or of a flight under way, or of one of its own. */
  landing(slot: Slot, reading: Reading, seen?: Sighting): Promise<Landing> {
    if (reading.mode !== 'use') return this.#takeOff(slot, reading);
    const report = seen ? undefined : this.report(slot, reading);
    return report ? this.#reported(slot, reading, report) : this.#flown(slot, reading, seen);
  }

  /** What a scout reports; undefined where none is sent: reads inside a load send none, nor does who may join a flight. */
  report(slot: Slot, reading: Reading): Promise<Report> | undefined {
    if (reading !== OUTSIDE || this.#flights.joinable(slot.key, -1)) return undefined;
    return this.#scouts.reportOn(slot);
  }

  #reported(slot: Slot, reading: Reading, report: Promise<Report>): Promise<Landing> {
    return report.then((reported) => {
      if ('sighting' in reported) return this.#flown(slot, reading, reported.sighting);
      slot.source.elsewhere();
      return reported.landing;
    });
  }

  #flown(slot: Slot, reading: Reading, sighting?: Sighting): Promise<Landing> {
    const landing = this.#joined(slot, reading) ?? this.#takeOff(slot, reading, sighting);
    const softLimitMs = slot.region.softLimitMs ?? this.house.softLimitMs;
    return softLimitMs === undefined ? landing : this.#patiently(slot, landing, softLimitMs);
  }

  /**
   * A flight that took off before the trust window may bring what a change made elsewhere, unheard of here, has overtaken: who comes
   * so late waits for it as well, and then asks anew; mostly that is one question whether what it brought still stands.
   */
  #joined(slot: Slot, reading: Reading): Promise<Landing> | undefined {
    const { clock, registry, trust } = this.house;
    const underWay = this.#flights.joinable<Landing>(slot.key, reading.since);
    if (!underWay) return undefined;

    registry.countsOf(slot.region).coalesced += 1;
    slot.source.elsewhere();
    const { flight, landing } = underWay;
    slot.joined?.(flight);
    if (!trust.covers(flight.proof, clock.elapsed())) return landing.then(() => this.landing(slot, reading));
    noteFlight(reading, flight);
    return landing;
  }

  #takeOff(slot: Slot, reading: Reading, sighting?: Sighting): Promise<Landing> {
    const { mode } = reading;
    const go = (journey: Journey, flight: Flight) => {
      noteFlight(reading, flight);
      flight.isSpare = reading.isSpare;
      return mode === 'use' ? journey.lookThenLoad(() => this.refresh(slot)) : journey.load(mode);
    };
    return this.#fly(slot, go, sighting && this.#scouts.asOfNow(sighting));
  }

  /** Waits no longer than the soft limit where something past its time will do; the flight goes on without this reader. */
  async #patiently(slot: Slot, landing: Promise<Landing>, softLimitMs: number): Promise<Landing> {
    const { clock } = this.house;
    const before = clock.waited();
    let timer: NodeJS.Timeout | undefined;
    const impatience = new Promise<undefined>((resolve) => {
      const end = () => resolve(undefined);
      // Who was busy himself cannot tell whether the source is slow.
      const giveUp = () => {
        const spareMs = softLimitMs - (clock.waited() - before);
        if (spareMs <= 0) end();
        else timer = setTimeout(end, spareMs);
      };
      timer = setTimeout(giveUp, softLimitMs);
    });
    try {
      return (await Promise.race([landing, impatience])) ?? this.#pastItsTime(slot) ?? (await landing);
    } finally {
      clearTimeout(timer);
    }
  }

  #pastItsTime({ key, region }: Slot): Landing | undefined {
    const now = this.house.clock.elapsed();
    const held = this.house.near.standing(key);
    if (!held || !this.house.trust.covers(held, now)) return undefined;
    return held.isStaleWithin(region.staleIfErrorMs, now) ? { from: 'stale', entry: held, stored: true } : undefined;
  }

  /** What the tiers hold; never loads. */
  look(slot: Slot) {
    return this.#travel(slot, (journey) => journey.look());
  }

  /** Asks the source, whatever is held or under way; who misses meanwhile waits for it. */
  renewed(slot: Slot, reading: Reading): Promise<Landing> {
    this.house.registry.countsOf(slot.region).refreshes += 1;
    return this.#fly(slot, (journey, flight) => {
      noteFlight(reading, flight);
      return journey.load(reading.mode);
    });
  }

  /** Asks the source in the background, unless somebody does so already. */
  refresh(slot: Slot): void {
    this.house.registry.countsOf(slot.region).refreshes += 1;
    this.#inBackground(slot, (journey) => journey.load('use'));
  }

  /** As `refresh`, but for a hit: nothing starts while something for the key is in the air. */
  care(care: 'refresh' | 'prove', slot: Slot): void {
    if (this.#flights.joinable(slot.key, -1)) slot.source.elsewhere();
    else if (care === 'refresh') this.refresh(slot);
    else this.#inBackground(slot, (journey) => journey.lookThenLoad(() => this.refresh(slot)));
  }

  async settled(): Promise<void> {
    await this.#scouts.settled();
    await this.#flights.settled();
  }

  #inBackground(slot: Slot, fly: (journey: Journey) => Promise<Landing>): void {
    const go = (journey: Journey, flight: Flight) => {
      flight.isSpare = true;
      return fly(journey);
    };
    this.#fly(slot, go).catch((error: unknown) => {
      this.house.events.emit('refreshFailed', () => ({ region: slot.region.name, key: slot.key, error }));
    });
  }

  #fly(slot: Slot, fly: (journey: Journey, flight: Flight) => Promise<Landing>, sighting?: Sighting): Promise<Landing> {
    const start = (journey: Journey, flight: Flight) =>
      this.#flights.start(slot.key, flight, () => fly(journey, flight));
    return this.#travel(slot, start, sighting);
  }

  /** A flight that goes by what a scout saw took off when that one set out. */
  async #travel<T>(slot: Slot, go: (journey: Journey, flight: Flight) => Promise<T>, sighting?: Sighting): Promise<T> {
    const own = this.fences.hold([fenceName.key(slot.key)]);
    const fences = this.fences.hold(slot.localFences);
    const { seen } = sighting ?? {};
    const at = seen?.provenAt ?? this.house.clock.elapsed();
    const flight = new Flight(fences, own, at, seen?.provenTick ?? this.house.ticks.next());
    try {
      return await go(new Journey(this.house, slot, flight, sighting), flight);
    } finally {
      slot.source.elsewhere();
      this.fences.release(own);
      this.fences.release(fences);
    }
  }
}
