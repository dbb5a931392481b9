import { CacheError } from '../cache.error.js';
import type { Flight } from '../flights.js';
import type { Reading } from '../reading.js';

type Attributes = Record<string, string | boolean>;

/** Which span another one is linked to. */
interface SpanContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
}

/** What is used of a span of `@opentelemetry/api`. */
interface Span {
  spanContext(): SpanContext;
  setAttribute(name: string, value: string | boolean): unknown;
  addLink(link: { context: SpanContext }): unknown;
  recordException(error: Error | { name: string; code: string } | string): void;
  setStatus(status: { code: number }): unknown;
  end(): void;
}

/** What is used of a `Tracer` of `@opentelemetry/api`; said so loosely because the cache works without that package. */
export interface SpanMaker {
  startSpan(name: string, options: { attributes: Attributes }): Span;
  startActiveSpan<T>(name: string, options: { attributes: Attributes }, work: (span: Span) => T): T;
}

export interface TracingOptions {
  /** `trace.getTracer('my-service')` of `@opentelemetry/api`. The cache itself imports nothing of that package. */
  readonly tracer: SpanMaker;
  /** Spans for what memory answers as well. Default: none, for they would cost more than the answer. */
  readonly memoryHits?: boolean;
  /** Tells the key of each read as `cache.key`; keys may name people. Default: not told, in errors of the cache neither. */
  readonly keys?: boolean;
}

interface Traced {
  readonly region: { readonly name: string };
  readonly key: string;
  readonly joined?: (flight: Flight) => void;
}

/** `SpanStatusCode.ERROR`. */
const FAILED = 2;

/**
 * Spans of what takes time: `cache.read` with its region and outcome, and in it `cache.load` while its source is asked. Who waits for the
 * load of another has a link to it.
 */
export class Tracing {
  /** The span of each load, by what its flight has of it. */
  readonly #loads = new WeakMap<Reading, SpanContext>();

  constructor(private readonly options: TracingOptions) {}

  /** A read that memory can't answer: `land` brings what does. */
  read<S extends Traced, L extends { readonly from: string }>(slot: S, land: (slot: S) => Promise<L>): Promise<L> {
    return this.#traced('cache.read', this.#attributesOf(slot), async (span) => {
      let joined: Flight | undefined;
      const watched = { ...slot, joined: (flight: Flight) => void (joined = flight) };
      try {
        const landing = await land(watched);
        span.setAttribute('cache.outcome', landing.from);
        return landing;
      } finally {
        this.#link(span, joined);
      }
    });
  }

  /** A source is asked. */
  load<T>(region: Traced['region'], reading: Reading, load: () => Promise<T>): Promise<T> {
    return this.#traced('cache.load', { 'cache.region': region.name }, (span) => {
      this.#loads.set(reading, span.spanContext());
      return load();
    });
  }

  /** Memory answered. */
  hit(slot: Traced, outcome: string): void {
    if (this.options.memoryHits !== true) return;
    const attributes = { ...this.#attributesOf(slot), 'cache.outcome': outcome };
    this.options.tracer.startSpan('cache.read', { attributes }).end();
  }

  #attributesOf({ region, key }: Traced): Attributes {
    const attributes = { 'cache.region': region.name };
    return this.options.keys === true ? { ...attributes, 'cache.key': key } : attributes;
  }

  #link(span: Span, joined: Flight | undefined): void {
    if (!joined) return;
    span.setAttribute('cache.coalesced', true);
    const load = joined.reading && this.#loads.get(joined.reading);
    if (load) span.addLink({ context: load });
  }

  #traced<T>(name: string, attributes: Attributes, work: (span: Span) => Promise<T>): Promise<T> {
    return this.options.tracer.startActiveSpan(name, { attributes }, async (span) => {
      try {
        return await work(span);
      } catch (error) {
        span.recordException(this.#tellable(error));
        span.setStatus({ code: FAILED });
        throw error;
      } finally {
        span.end();
      }
    });
  }

  /** The cache's own messages name the key. */
  #tellable(error: unknown): Error | { name: string; code: string } | string {
    if (error instanceof CacheError && this.options.keys !== true) return { name: error.name, code: error.code };
    return error instanceof Error ? error : String(error);
  }
}
