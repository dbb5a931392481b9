import { Injectable } from '@nestjs/common';
import { demandRoom } from './capacity.js';
import { arrival, type JournalLine, type JournalReason } from './journal.js';
import { placesFor, type Place } from './joining.js';
import type { Lot, LotFacts } from './lot.js';
import { PantryRepository } from './pantry.repository.js';

/** Something that came in. */
export interface Arrived {
  /** The lot that it is now, with what lay there before. */
  readonly lot: Lot;
  readonly came: LotFacts;
  readonly line: JournalLine;
}

/** The one way in: what comes joins the lot that it is one thing with, else it is a lot of its own. */
@Injectable()
export class ArrivingService {
  constructor(private readonly repository: PantryRepository) {}

  /** To be called inside the transaction that holds the account. Throws a 409 where there is no room. Equal things arrive as one. */
  async arrive(userId: number, coming: readonly LotFacts[], reason: JournalReason, at: Date): Promise<Arrived[]> {
    if (coming.length === 0) return [];
    const alike = await this.repository.lotsNamed(
      userId,
      coming.map(({ name }) => name),
    );
    const places = placesFor(coming, alike);
    demandRoom(await this.repository.countOf(userId), places.filter(({ held }) => !held).length);

    const lots = await this.#fill(userId, places, at);
    return places.map(({ came, now }, index) => {
      const lot = lots[index];
      if (!lot || !came) throw new Error('what came has no lot');
      return { lot, came, line: arrival({ ...now, ...came, id: lot.id }, reason) };
    });
  }

  /** The lots in the order of their places. */
  async #fill(userId: number, places: readonly Place[], at: Date): Promise<Lot[]> {
    const added = await this.repository.add(
      userId,
      places.filter(({ held }) => !held).map(({ now }) => now),
      at,
    );
    const lots: Lot[] = [];
    for (const { held, now } of places) {
      const lot = held ? { ...now, id: held.id, version: held.version + 1 } : added.shift();
      if (held && lot) await this.repository.save(lot, at);
      if (lot) lots.push(lot);
    }
    return lots;
  }
}
