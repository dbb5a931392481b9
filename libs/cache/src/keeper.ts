import type { Entry } from './entry.js';
import type { Flight } from './flights.js';
import { fenceLifeMs, type House, type Slot } from './house.js';
import type { Landing } from './landing.js';
import { PROVEN_FOR_EVER } from './reading.js';
import type { Made, Stocked } from './stock.js';

const NO_TOKENS: readonly string[] = [];

/** How something was made in a flight. */
export type Making = Pick<Made, 'tokens' | 'provenAt' | 'provenTick' | 'costMs'>;

/** Keeps what a flight brings where its region says, unless something that it depends on was announced meanwhile. */
export class Keeper {
  constructor(
    private readonly house: House,
    private readonly slot: Slot,
    private readonly flight: Flight,
  ) {}

  /** Far, then near. */
  async keep(value: unknown, making: Making): Promise<Landing> {
    const { house, slot, flight } = this;
    const { entry, sealed } = house.stock.make(slot.region, { ...this.#made(making), value });
    if (entry.bytes > slot.region.maxBytes) {
      house.registry.countsOf(slot.region).notStored += 1;
      house.events.emit('notStored', () => ({ region: slot.region.name, key: slot.key, bytes: entry.bytes }));
      return { from: 'load', entry, stored: false };
    }
    if (!flight.stands() || entry.lifeMs < 1) return { from: 'load', entry, stored: false };

    const isFar = making.tokens !== undefined && (await this.#keepFar(entry, sealed));
    const isNear = this.keepNear(entry);
    return { from: 'load', entry, stored: slot.region.farOnly ? isFar : isNear };
  }

  /** False where it may not be kept. */
  keepNear(entry: Entry): boolean {
    const { house, slot, flight } = this;
    if (!flight.stands()) return false;
    if (!slot.region.farOnly || entry.failed) house.near.keep(slot.key, entry);
    return true;
  }

  /** A failure that its region says is worth remembering, where nothing better is held. */
  remember(error: unknown, making: Making): void {
    const { house, slot } = this;
    const forMs = slot.region.failureMsOf(error);
    if (forMs === 0 || house.near.standing(slot.key)?.isAlive(house.clock.elapsed())) return;
    this.keepNear(house.stock.failure(error, forMs, this.#made(making)));
  }

  /** There it lives for as long as it is fresh, as an operator who looks expects; what is past its time is served from here. */
  async #keepFar({ freshMs, lifeMs }: Entry, sealed: Stocked['sealed']): Promise<boolean> {
    const { house, slot } = this;
    const lives = { entryMs: Math.floor(freshMs), fencesMs: fenceLifeMs(slot.region, lifeMs) };
    if (!house.far || !sealed || lives.entryMs < 1) return false;
    return (await house.far.write(slot.key, await sealed(), lives, slot.fenceNames)) ?? false;
  }

  #made(making: Making): Omit<Made, 'value'> {
    const costMs = this.slot.region.refreshesEarly ? making.costMs : 0;
    const made = { key: this.slot.key, fences: this.flight.fences, ...making, costMs };
    // Alone, what is made here needs no proof.
    return this.house.far ? made : { ...made, tokens: NO_TOKENS, ...PROVEN_FOR_EVER };
  }
}
