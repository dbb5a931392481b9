import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { context, SpanStatusCode } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base';
import { Cache } from '../cache.js';
import { hours, milliseconds, minutes } from '../duration.js';
import { defineRegion } from '../region.js';
import { SharedStore, StoreTier } from '../testing/store.tier.js';
import { TestClock } from '../testing/test.clock.js';
import type { TracingOptions } from './tracing.js';

const shelves = defineRegion<number, string>({
  name: 'shelves',
  version: 1,
  freshFor: hours(1),
  staleFor: hours(1),
  key: (id) => ['user', id],
});
const rooms = defineRegion<number, string>({ name: 'rooms', version: 1, freshFor: hours(1), key: (id) => [id] });
const slow = defineRegion<number, string>({
  name: 'slow',
  version: 1,
  freshFor: hours(1),
  loadLimit: milliseconds(1),
  key: (id) => [id],
});

const manager = new AsyncLocalStorageContextManager();
const exporter = new InMemorySpanExporter();
const tracer = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).getTracer('test');
const spans = (name: string) => exporter.getFinishedSpans().filter((span) => span.name === name);
const parentOf = ({ parentSpanContext }: ReadableSpan) => parentSpanContext?.spanId;
const idOf = (span: ReadableSpan | undefined) => span?.spanContext().spanId;

let clock: TestClock;
let cache: Cache;
const aCache = (options: Partial<TracingOptions> = {}, far?: StoreTier) =>
  new Cache({ clock, far, tracing: { tracer, ...options } });
const read = (load = async () => 'full') => cache.read(shelves, 7, load);

beforeEach(() => {
  clock = new TestClock();
  cache = aCache();
  exporter.reset();
  context.setGlobalContextManager(manager.enable());
});
afterEach(() => context.disable());

describe('a read that is traced', () => {
  it('has a span with its region and outcome, and in it the load, and in that what the load reads', async () => {
    await read(() => cache.read(rooms, 1, async () => 'warm'));
    const [inner, outer] = spans('cache.read');
    const [innerLoad, outerLoad] = spans('cache.load');
    expect(outer?.attributes).toEqual({ 'cache.region': 'shelves', 'cache.outcome': 'load' });
    expect(inner?.attributes).toEqual({ 'cache.region': 'rooms', 'cache.outcome': 'load' });
    expect(innerLoad?.attributes).toEqual({ 'cache.region': 'rooms' });
    expect([innerLoad, inner, outerLoad].map((span) => span && parentOf(span))).toEqual(
      [inner, outerLoad, outer].map(idOf),
    );
  });

  it('lies within the span of who reads', async () => {
    const id = await tracer.startActiveSpan('request', async (span) => {
      await read();
      span.end();
      return span.spanContext().spanId;
    });
    expect(spans('cache.read').map(parentOf)).toEqual([id]);
  });

  it('is none when memory answers, unless that is asked for', async () => {
    await read();
    await read();
    clock.advance(minutes(70));
    await read();
    expect(spans('cache.read')).toHaveLength(1);

    exporter.reset();
    clock = new TestClock();
    cache = aCache({ memoryHits: true });
    await read();
    await read();
    clock.advance(minutes(70));
    await read();
    expect(spans('cache.read').map(({ attributes }) => attributes['cache.outcome'])).toEqual([
      'load',
      'memory',
      'stale',
    ]);
  });

  it('says when the far tier answers, without a load', async () => {
    const store = new SharedStore();
    cache = aCache({}, new StoreTier(store));
    await read();
    exporter.reset();
    cache = aCache({}, new StoreTier(store));
    await read();
    expect(spans('cache.read').map(({ attributes }) => attributes['cache.outcome'])).toEqual(['redis']);
    expect(spans('cache.load')).toEqual([]);
  });

  it('has a link to the load of another that it waits for', async () => {
    await Promise.all([read(), read(), read()]);
    const [load] = spans('cache.load');
    const coalesced = spans('cache.read').filter(({ attributes }) => attributes['cache.coalesced'] === true);
    expect(coalesced).toHaveLength(2);
    for (const { links } of coalesced) expect(links.map((link) => link.context.spanId)).toEqual([idOf(load)]);
    const first = spans('cache.read').find((span) => idOf(span) === (load && parentOf(load)));
    expect(first?.links).toEqual([]);
  });

  it('records the error of the load, for all who wait for it', async () => {
    const failing = () => read(() => Promise.reject(new Error('out of stock')));
    await Promise.allSettled([failing(), failing()]);
    expect([spans('cache.load').length, spans('cache.read').length]).toEqual([1, 2]);
    for (const { status, events } of exporter.getFinishedSpans()) {
      expect(status.code).toBe(SpanStatusCode.ERROR);
      expect(events.map(({ attributes }) => attributes?.['exception.message'])).toEqual(['out of stock']);
    }
  });

  it('tells no key, not in errors either, unless that is asked for', async () => {
    await read();
    await cache.read(slow, 7001, () => new Promise<string>(() => undefined)).catch(() => undefined);
    expect(spans('cache.load').at(-1)?.events[0]?.attributes).toEqual({ 'exception.type': 'LOAD_TIMED_OUT' });
    const told = exporter.getFinishedSpans().map(({ attributes, events, status }) => ({ attributes, events, status }));
    expect(JSON.stringify(told)).not.toMatch(/user|7001/);

    exporter.reset();
    cache = aCache({ keys: true });
    await read();
    expect(spans('cache.read')[0]?.attributes['cache.key']).toBe('shelves:user:7');
  });
});

describe('without tracing', () => {
  it('there is no span, and nothing of that package is imported', async () => {
    cache = new Cache({ clock });
    await read();
    expect(exporter.getFinishedSpans()).toEqual([]);

    const sources = readdirSync('libs/cache/src', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
      .map((path) => readFileSync(`libs/cache/src/${path}`, 'utf8'));
    const imports = sources.flatMap((text) =>
      [...text.matchAll(/^import.*['"]@opentelemetry.*$/gm)].map(([line]) => line),
    );
    expect(imports).toEqual([]);
  });
});
