import { withinLimit } from './limit.js';
import type { Reading, Readings } from './reading.js';
import type { AnyRegion } from './region.js';
import type { Registry } from './registry.js';
import type { Tracing } from './telemetry/tracing.js';

/** Where a value comes from when no tier has it. */
export interface Source {
  /** Asks for it; reads inside follow `reading`. */
  ask(reading: Reading): Promise<unknown>;
  /** Somebody else brings it, or has: this source may not be asked at all. */
  elsewhere(): void;
}

/** Asks sources within their region's limits, counted and timed. */
export class Loads {
  constructor(
    private readonly registry: Registry,
    private readonly readings: Readings,
    private readonly tracing?: Tracing,
  ) {}

  /** A source for one value. */
  lone(region: AnyRegion, key: string, load: () => Promise<unknown>): Source {
    return { ask: (reading) => this.run(region, key, reading, load), elsewhere: () => undefined };
  }

  /** Throws what `load` throws, or `LOAD_TIMED_OUT`, which names `what`. */
  run<T>(region: AnyRegion, what: string, reading: Reading, load: () => Promise<T>): Promise<T> {
    const counts = this.registry.countsOf(region);
    return this.registry.gateOf(region).run(async () => {
      const started = performance.now();
      counts.loads += 1;
      try {
        const ask = () => withinLimit(region.loadLimitMs, what, this.readings.run(reading, load));
        return await (this.tracing ? this.tracing.load(region, reading, ask) : ask());
      } finally {
        counts.loadTimes.record(performance.now() - started);
      }
    });
  }
}
