import type { Entry } from './entry.js';
import type { FarRead } from './far/far.tier.js';
import type { Fences } from './fences.js';
import type { House, Slot } from './house.js';
import type { Landing } from './landing.js';
import type { Proof } from './reading.js';

/** What a scout saw in the far tier. */
export interface Sighting {
  /** For how long its readers could do nothing but wait. */
  readonly waitedMs: number;
  /** Undefined where it is not the whole truth any more. */
  readonly seen: Seen | undefined;
}

interface Seen extends Proof {
  /** How much had been announced when it set out. */
  readonly announced: number;
  /** Undefined where the far tier could not be asked. */
  readonly read: FarRead | undefined;
}

/** It brings what is asked for; else what it saw helps the flight that takes off now. */
export type Report = { readonly landing: Landing } | { readonly sighting: Sighting };

interface Scout extends Proof {
  readonly report: Promise<Report>;
}

type SetOut = Omit<Seen, 'read'>;

/**
 * Sent ahead to the far tier for what is not in memory: most reads that find nothing here end with what lies there, fresh and made under the
 * fences as they are now. A scout costs a tenth of a flight, and brings nothing else; nor even that once anything at all was announced
 * while it was out.
 */
export class Scouts {
  readonly #out = new Map<string, Scout>();

  constructor(
    private readonly house: House,
    private readonly fences: Fences,
  ) {}

  /** The report of the one for this key; undefined where none may go: there is no far tier, or something is held. */
  reportOn(slot: Slot): Promise<Report> | undefined {
    const { far, near, clock, ticks, trust } = this.house;
    if (!far || slot.region.nearOnly || near.standing(slot.key)) return undefined;
    const out = this.#out.get(slot.key);
    const now = clock.elapsed();
    if (out) return trust.covers(out, now) ? this.#shared(slot, out.report) : undefined;

    const setOut = { provenAt: now, provenTick: ticks.next(), announced: this.fences.announced };
    const report = this.#sent(slot, setOut);
    this.#out.set(slot.key, { ...setOut, report });
    return report;
  }

  /** The same, as far as it is true now: what was announced since may have been about it. */
  asOfNow({ waitedMs, seen }: Sighting): Sighting {
    const { trust, clock } = this.house;
    const isTrue = seen?.announced === this.fences.announced && trust.covers(seen, clock.elapsed());
    return { waitedMs, seen: isTrue ? seen : undefined };
  }

  async settled(): Promise<void> {
    await Promise.allSettled([...this.#out.values()].map(({ report }) => report));
  }

  async #shared({ region }: Slot, report: Promise<Report>): Promise<Report> {
    const reported = await report;
    if ('landing' in reported) this.house.registry.countsOf(region).coalesced += 1;
    return reported;
  }

  async #sent(slot: Slot, setOut: SetOut): Promise<Report> {
    const { far, clock } = this.house;
    const waited = clock.waited();
    try {
      const read = await far?.read(slot.key, slot.fenceNames);
      const entry = read && this.#brought(slot, setOut, read);
      if (entry) return { landing: { from: 'redis', entry, stored: true } };
      return { sighting: { waitedMs: clock.waited() - waited, seen: { ...setOut, read } } };
    } finally {
      this.#out.delete(slot.key);
    }
  }

  #brought({ key, region, localFences }: Slot, setOut: SetOut, read: FarRead): Entry | undefined {
    const { near, stock } = this.house;
    if (!read.bytes || setOut.announced !== this.fences.announced || near.standing(key)) return undefined;
    const fences = this.fences.hold(localFences);
    try {
      const { provenAt, provenTick } = setOut;
      const held = !region.farOnly && near.takes(read.bytes.length);
      const entry = stock.openCurrent(region, { key, fences, provenAt, provenTick, held }, read);
      if (entry && held) near.keep(key, entry);
      return entry;
    } finally {
      this.fences.release(fences);
    }
  }
}
