import { isDeepStrictEqual } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { slotOf, type Ask } from '../ask.js';
import { jsonCodec, type Codec } from '../codec.js';
import { msOf, type DurationLike } from '../duration.js';
import type { Entry } from '../entry.js';
import { fenceName, type Fences } from '../fences.js';
import { Flight } from '../flights.js';
import { holdsMutable } from '../frozen.js';
import type { House, Slot } from '../house.js';
import { Unstored } from '../landing.js';
import { aReading } from '../reading.js';
import type { AnyRegion } from '../region.js';
import type { Source } from '../source.js';
import { verdictOf } from '../tokens.js';
import { Sampler } from './sampler.js';
import type { ShadowVerdict } from './shadow-verdict.js';

export interface ShadowOptions {
  /** Of the hits, 0..1: for so many the source is asked as well, in the background. */
  readonly share: number;
  /** The most comparisons at once. Default 2. */
  readonly atOnce?: number;
  /**
   * How long after its commit a change may be announced: only what stands unexplained for longer is a difference. A duration, or what
   * resolves when all that was committed is announced. Default 5 s.
   */
  readonly settle?: DurationLike | (() => Promise<void>);
}

const DEFAULT_AT_ONCE = 2;
const DEFAULT_SETTLE = '5s';

/**
 * Compares a few hits with what their source says now. What differs, and is explained by no announced change, tells of a change that
 * nobody announced. Nobody waits for it, nobody joins it, and it keeps nothing.
 */
export class Shadow {
  readonly #sampler: Sampler;
  readonly #atOnce: number;
  readonly #settled: () => Promise<void>;
  readonly #closing = new AbortController();
  readonly #asking = new Set<Promise<unknown>>();
  #underWay = 0;

  constructor(
    private readonly house: House,
    private readonly fences: Fences,
    { share, atOnce = DEFAULT_AT_ONCE, settle = DEFAULT_SETTLE }: ShadowOptions,
  ) {
    this.#sampler = new Sampler(share > 0 ? Math.max(1, Math.round(1 / share)) : Infinity);
    this.#atOnce = atOnce;
    const { signal } = this.#closing;
    this.#settled =
      typeof settle === 'function' ? settle : () => pause(msOf(settle), undefined, { ref: false, signal });
  }

  /** A fresh value was served; `source` is asked for it once more, if this is one of the few. */
  hit(ask: Ask<unknown>, served: Entry, source: () => Source): void {
    if (!this.#sampler.isDue() || this.#underWay >= this.#atOnce) return;
    if (isComparable(ask.region, served)) void this.#compare(slotOf(ask, source()), served);
  }

  /** Waits for the sources that were asked; what has to settle yet is left undecided. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#asking);
  }

  async #compare(slot: Slot, served: Entry): Promise<void> {
    const { clock, ticks, registry, events } = this.house;
    const own = this.fences.hold([fenceName.key(slot.key)]);
    const shared = this.fences.hold(slot.localFences);
    const flight = new Flight(shared, own, clock.elapsed(), ticks.next());
    const ageMs = flight.at - served.madeAt;
    this.#underWay += 1;
    try {
      const verdict = await this.#verdictOn(slot, served, flight);
      registry.countsOf(slot.region).shadow[verdict] += 1;
      if (verdict === 'different') events.emit('different', () => ({ region: slot.region.name, ageMs }));
    } finally {
      this.#underWay -= 1;
      this.fences.release([...own, ...shared]);
    }
  }

  async #verdictOn(slot: Slot, served: Entry, flight: Flight): Promise<ShadowVerdict> {
    try {
      const asked = await this.#ask(slot);
      if (!(asked instanceof Unstored) && isSame(slot.region, served, asked)) return 'equal';
      if (asked instanceof Unstored || !flight.stands()) return 'unsettled';
      await this.#settled();
      return (await this.#isUnexplained(slot, served, flight)) ? 'different' : 'unsettled';
    } catch {
      return this.#closing.signal.aborted ? 'unsettled' : 'failed';
    }
  }

  async #ask({ source }: Slot): Promise<unknown> {
    const asking = source.ask(aReading('bypass', -1));
    this.#asking.add(asking);
    return asking.finally(() => this.#asking.delete(asking));
  }

  /** Nothing that it depends on was announced, nothing else took its place, and the far tier, where there is one, says so too. */
  async #isUnexplained(slot: Slot, served: Entry, flight: Flight): Promise<boolean> {
    const { near, far } = this.house;
    if (this.#closing.signal.aborted) return false;
    const told = far && (await far.read(undefined, slot.fenceNames));
    const isCurrent = !far || (told !== undefined && verdictOf(served.tokens, told.tokens) === 'current');
    const held = near.standing(slot.key);
    return isCurrent && flight.stands() && (held?.is(served) ?? true);
  }
}

/** Whole answers are made anew by a handler whose request is over; what they are made of is compared. */
function isComparable({ holdsAnswers, options }: AnyRegion, { failed }: Entry): boolean {
  return !holdsAnswers && options.shadow !== false && !failed;
}

function isSame(region: AnyRegion, served: Entry, asked: unknown): boolean {
  const { shadow } = region.options;
  return shadow ? shadow.same(served.value, asked) : isDeepStrictEqual(served.value, asServed(region, asked));
}

/** As a reader would be given it: what the codec does not keep makes no difference. */
function asServed(region: AnyRegion, asked: unknown): unknown {
  if (region.nearOnly) return asked;
  const codec = region.codec as Codec<unknown>;
  const kept = codec.unpack(codec.pack(asked, region.name));
  return codec === jsonCodec && holdsMutable(kept) ? structuredClone(kept) : kept;
}
