import { FarSide } from './far-side.js';
import { fenceName, type Fence, type Fences } from './fences.js';
import { Flight } from './flights.js';
import type { House, Slot } from './house.js';
import { Keeper, type Making } from './keeper.js';

/** Whoever has not used it by then has gone another way. */
const LIFE_MS = 30_000;

/** Leave to keep what is read from its source from now on. */
export interface Ticket<V> {
  /**
   * True when the value is kept: not when anything it depends on was announced as changed since the ticket was given, nor after half a
   * minute. Good for one value.
   */
  put(value: V): Promise<boolean>;
}

interface Given {
  readonly slot: Slot;
  readonly flight: Flight;
  readonly making: Making;
  readonly until: number;
  readonly held: readonly Fence[];
}

/** The tickets that were given out and not used yet, with what each is made under. */
export class Tickets {
  /** In the order in which they end. */
  readonly #open = new Set<Given>();

  constructor(
    private readonly house: House,
    private readonly fences: Fences,
  ) {}

  async give<V>(slot: Slot): Promise<Ticket<V>> {
    const { clock, ticks } = this.house;
    const own = this.fences.hold([fenceName.key(slot.key)]);
    const fences = this.fences.hold(slot.localFences);
    const flight = new Flight(fences, own, clock.elapsed(), ticks.next());
    const far = new FarSide(this.house, slot, { provenAt: flight.at, provenTick: flight.tick });
    const making = { tokens: await far.knownTokens(), ...far.proof, costMs: 0 };

    this.#takeBackOld();
    const given = { slot, flight, making, until: clock.elapsed() + LIFE_MS, held: [...own, ...fences] };
    this.#open.add(given);
    return { put: (value) => this.#use(given, value) };
  }

  async #use(given: Given, value: unknown): Promise<boolean> {
    this.#takeBackOld();
    if (!this.#open.has(given)) return false;
    try {
      const landing = await new Keeper(this.house, given.slot, given.flight).keep(value, given.making);
      return 'entry' in landing && landing.stored;
    } finally {
      this.#takeBack(given);
    }
  }

  #takeBackOld(): void {
    const now = this.house.clock.elapsed();
    for (const given of this.#open) {
      if (now < given.until) return;
      this.#takeBack(given);
    }
  }

  #takeBack(given: Given): void {
    if (this.#open.delete(given)) this.fences.release(given.held);
  }
}
