import { slotOf, type Ask } from './ask.js';
import type { Entry } from './entry.js';
import type { Slot } from './house.js';
import type { Known } from './known-keys.js';
import type { Landing } from './landing.js';
import { NOWHERE } from './near/places.js';
import type { Parts } from './parts.js';
import { noteProof, OUTSIDE, PROVEN_FOR_EVER, taint, type Proof } from './reading.js';
import type { AnyRegion, Region } from './region.js';
import type { Report, Sighting } from './scouts.js';
import type { Source } from './source.js';

/** What helps a flight. */
interface Means {
  /** What a scout saw. */
  readonly seen?: Sighting;
  /** To ask for one value only, where the source brings several. */
  readonly alone?: () => Source;
}

/** Answers reads: what may be served of what is held, else what a flight brings; each answer is counted. */
export class Reader {
  constructor(private readonly parts: Parts) {}

  /** A read as it begins. */
  ask<Q>(region: AnyRegion, query: Q, key = region.keyFor(query), now = this.parts.clock.elapsed()): Ask<Q> {
    const counts = this.parts.registry.register(region);
    return { region, counts, key, query, now, reading: this.parts.readings.current };
  }

  /**
   * Where a value stands that may be served as it is and leaves nothing to be done but to count it, or `NOWHERE`. Most hits are such, so it
   * makes no object on the way.
   */
  ready<Q, V>(region: Region<Q, V>, query: Q, known: Known, now: number): number {
    const { readings, tracing, shadow, near, trust } = this.parts;
    if (readings.current !== OUTSIDE || tracing) return NOWHERE;
    if (region.endsByCalendar) this.parts.almanac.mind(now);
    // Whole answers are not compared with their source.
    if (shadow && !region.holdsAnswers) return NOWHERE;
    const at = near.memory.ready(known, now, trust);
    if (at !== NOWHERE) this.#noteReady(region, query, known.key, now, at);
    return at;
  }

  /** As `note`, for a hit that no load waits for. */
  #noteReady<Q, V>(region: Region<Q, V>, query: Q, key: string, now: number, at: number): void {
    const { registry, hotKeys, clock, near, events } = this.parts;
    const counts = registry.register(region);
    counts.memoryHits += 1;
    hotKeys.saw(key);
    const times = counts.timedAs('memory');
    if (times > 0) counts.timed(clock.elapsed() - now, near.memory.timesAt(at, now).ageMs, times);
    if (events.hears('served')) this.#tell(region, query, key, 'memory');
  }

  /** What may be served right now, without asking anybody. */
  held({ region, key, now, reading }: Ask<unknown>): Entry | undefined {
    if (region.endsByCalendar) this.parts.almanac.mind(now);
    const entry = reading.mode === 'use' ? this.parts.near.standing(key) : undefined;
    if (!entry) return undefined;
    if (!this.parts.trust.believes(region, entry, now) || entry.provenTick <= reading.since) return undefined;
    return entry.isFresh(now) || entry.isStaleWithin(region.staleMs, now) ? entry : undefined;
  }

  /** Counts it, and lets be done in the background what it wants: a refresh, or a new proof. */
  hit(ask: Ask<unknown>, held: Entry, source: () => Source, alone = source): 'memory' | 'stale' {
    const from = held.isFresh(ask.now) ? 'memory' : 'stale';
    if (held.wantsRefresh(ask.now, this.parts.random)) this.parts.tower.care('refresh', slotOf(ask, source()));
    else if (this.parts.trust.tend(held, ask.now)) this.parts.tower.care('prove', slotOf(ask, source()));
    this.note(ask, from, held);
    if (from === 'memory') this.parts.shadow?.hit(ask, held, alone);
    this.parts.tracing?.hit(ask, from);
    return from;
  }

  /** What a flight brings, one under way or one of its own; counted. */
  async landing(ask: Ask<unknown>, source: Source, { seen, alone = () => source }: Means = {}): Promise<Landing> {
    try {
      const land = (slot: Slot) => this.parts.tower.landing(slot, ask.reading, seen);
      const slot = slotOf(ask, source);
      const landing = await (this.parts.tracing ? this.parts.tracing.read(slot, land) : land(slot));
      this.note(ask, landing.from, 'entry' in landing ? landing.entry : landing.proof);
      if (landing.from === 'redis') this.parts.shadow?.hit(ask, landing.entry, alone);
      if ('tainted' in landing && landing.tainted) taint(ask.reading);
      return landing;
    } catch (error) {
      ask.counts.misses += 1;
      throw error;
    }
  }

  /** What a scout reports, counted if it brings something; undefined where none is sent. */
  report(ask: Ask<unknown>, slot: Slot): Promise<Report> | undefined {
    const { tower, tracing } = this.parts;
    // A span begins with the read and ends with its landing, and a report may be none.
    const report = tracing ? undefined : tower.report(slot, ask.reading);
    return report?.then((reported) => {
      if ('landing' in reported && 'entry' in reported.landing) this.note(ask, 'redis', reported.landing.entry);
      return reported;
    });
  }

  /** Counts an answer and tells the load that it is for, if there is one, how good it is. */
  note<Q>(
    { region, counts, key, query, now, reading }: Ask<Q>,
    from: Landing['from'],
    proof: Proof & { readonly madeAt?: number },
  ): void {
    counts.served(from);
    this.parts.hotKeys.saw(key);
    if (from === 'stale') taint(reading);
    // What is believed for longer in an outage does not shorten the trust in what is made of it; but it is no better proven by that.
    noteProof(reading, region.trustAloneMs === 0 ? proof : { ...PROVEN_FOR_EVER, provenTick: proof.provenTick });
    const times = counts.timedAs(from);
    if (times > 0) counts.timed(this.parts.clock.elapsed() - now, now - (proof.madeAt ?? now), times);
    this.#tell(region, query, key, from);
  }

  #tell(region: AnyRegion, query: unknown, key: string, from: Landing['from']): void {
    this.parts.events.emit('served', () => ({ region: region.name, key, from, identity: region.identityOf(query) }));
  }
}
