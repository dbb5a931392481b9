import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Batch } from './batch.js';
import { hours } from './duration.js';
import { aReading, noteProof, oldestProofOf, PROVEN_FOR_EVER, Readings, taint, type Reading } from './reading.js';
import { defineRegion } from './region.js';
import { Registry } from './registry.js';
import { Loads } from './source.js';

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'] });
});
afterEach(() => {
  jest.useRealTimers();
});

const jars = defineRegion<number, string>({ name: 'jars', version: 1, freshFor: hours(1), key: (id) => [id] });

interface Call {
  readonly queries: readonly number[];
  readonly reading: Reading;
  readonly bring: (values: readonly string[]) => void;
  readonly fail: (error: unknown) => void;
}

/** A batch, and the calls that its load got: each is answered by the test. */
function aBatch() {
  const registry = new Registry();
  const readings = new Readings();
  registry.register(jars);
  const calls: Call[] = [];
  const load = (queries: readonly number[]) =>
    new Promise<readonly string[]>((bring, fail) => {
      calls.push({ queries, reading: readings.current, bring, fail });
    });
  return { batch: new Batch(new Loads(registry, readings), jars, load), calls };
}

/** How these ended, or that they have not. */
async function endsOf(...works: readonly Promise<unknown>[]): Promise<unknown[]> {
  const ends: unknown[] = works.map(() => 'waits');
  works.forEach((work, at) => {
    work.then(
      (value) => (ends[at] = value),
      (error: unknown) => (ends[at] = error),
    );
  });
  await new Promise(setImmediate);
  return ends;
}

const wanted = (since = 1) => aReading('use', since);

describe('a batch', () => {
  it('asks once it is known of each whether it is wanted, and not before', async () => {
    const { batch, calls } = aBatch();
    const [one, two, three] = [batch.sourceOf(1), batch.sourceOf(2), batch.sourceOf(3)];
    const asked = [three.ask(wanted()), one.ask(wanted())];
    expect(await endsOf(...asked)).toEqual(['waits', 'waits']);
    expect(calls).toEqual([]);

    two.elsewhere();
    expect(await endsOf(...asked)).toEqual(['waits', 'waits']);
    expect(calls.map(({ queries }) => queries)).toEqual([[3, 1]]);
    calls[0]?.bring(['three', 'one']);
    expect(await endsOf(...asked)).toEqual(['three', 'one']);
  });

  it('asks nobody when somebody else brings them all', async () => {
    const { batch, calls } = aBatch();
    for (const id of [1, 2]) batch.sourceOf(id).elsewhere();
    expect(await endsOf()).toEqual([]);
    expect(calls).toEqual([]);
  });

  it('takes one decision of each: to hear twice that it comes from elsewhere hurries nothing', async () => {
    const { batch, calls } = aBatch();
    const [one, two] = [batch.sourceOf(1), batch.sourceOf(2)];
    one.elsewhere();
    one.elsewhere();
    one.elsewhere();
    expect(calls).toEqual([]);

    const asked = two.ask(wanted());
    expect(await endsOf(asked)).toEqual(['waits']);
    expect(calls.map(({ queries }) => queries)).toEqual([[2]]);
  });

  it('asks by itself for what is wanted after all, when the others have been asked for', async () => {
    const { batch, calls } = aBatch();
    const [one, two] = [batch.sourceOf(1), batch.sourceOf(2)];
    one.elsewhere();
    const asked = [two.ask(wanted())];
    await endsOf();
    asked.push(one.ask(wanted()));
    await endsOf();
    expect(calls.map(({ queries }) => queries)).toEqual([[2], [1]]);

    calls[1]?.bring(['one']);
    expect(await endsOf(...asked)).toEqual(['waits', 'one']);
    calls[0]?.bring(['two']);
    expect(await endsOf(...asked)).toEqual(['two', 'one']);
  });

  it('gives the very error of its load to each', async () => {
    const { batch, calls } = aBatch();
    const asked = [batch.sourceOf(1), batch.sourceOf(2)].map((source) => source.ask(wanted()));
    await endsOf();
    const error = new Error('out of order');
    calls[0]?.fail(error);
    for (const end of await endsOf(...asked)) expect(end).toBe(error);
  });

  it.each([[['one']], [['one', 'two', 'three']], [[]]])('refuses %j for two queries, by name', async (values) => {
    const { batch, calls } = aBatch();
    const asked = [batch.sourceOf(1), batch.sourceOf(2)].map((source) => source.ask(wanted()));
    await endsOf();
    calls[0]?.bring(values);
    const message = `jars: ${values.length} values came for 2 queries; give one for each, in their order`;
    for (const end of await endsOf(...asked)) expect(end).toMatchObject({ code: 'LOAD_INVALID', message });
  });

  it('says which region and how many were asked for when its load takes too long', async () => {
    const { batch } = aBatch();
    const asked = [batch.sourceOf(1), batch.sourceOf(2)].map((source) => source.ask(wanted()));
    await endsOf();
    jest.advanceTimersByTime(30_000);
    const message = expect.stringMatching(/^2 of jars: /);
    for (const end of await endsOf(...asked)) expect(end).toMatchObject({ code: 'LOAD_TIMED_OUT', message });
  });
});

describe('the load of a batch', () => {
  const ready = async (...readings: readonly Reading[]) => {
    const { batch, calls } = aBatch();
    const sources = readings.map((_, id) => batch.sourceOf(id));
    const asked = sources.map((source, id) => source.ask(readings[id] as Reading));
    await endsOf();
    return { asked, call: calls[0] as Call };
  };

  it('is given what is good enough for each: nothing proven before the last of them knew its fences', async () => {
    const { call } = await ready(wanted(3), wanted(7), wanted(5));
    expect(call.reading).toMatchObject({ since: 7, mode: 'use' });
  });

  it('reads as those do who want it', async () => {
    const { call } = await ready(aReading('refresh', 1), aReading('refresh', 2));
    expect(call.reading.mode).toBe('refresh');
  });

  it('tells all of them what it was given: how well that was proven, and that it was past its time', async () => {
    const [one, two] = [wanted(), wanted()];
    const { call, asked } = await ready(one, two);
    noteProof(call.reading, { provenAt: 40, provenTick: 4 });
    taint(call.reading);
    call.bring(['one', 'two']);
    await endsOf(...asked);
    for (const reading of [one, two]) {
      expect(reading).toMatchObject({ oldestProof: { provenAt: 40, provenTick: 4 }, tainted: true });
    }
  });

  it('taints nobody when all that it was given was in its time', async () => {
    const one = wanted();
    const { call, asked } = await ready(one);
    call.bring(['one']);
    await endsOf(...asked);
    expect(one).toMatchObject({ oldestProof: PROVEN_FOR_EVER, tainted: false });
  });

  it('tells all of them also when it fails', async () => {
    const [one, two] = [wanted(), wanted()];
    const { call, asked } = await ready(one, two);
    noteProof(call.reading, { provenAt: 40, provenTick: 4 });
    taint(call.reading);
    call.fail(new Error('out of order'));
    await endsOf(...asked);
    for (const reading of [one, two]) {
      expect(reading).toMatchObject({ oldestProof: { provenAt: 40, provenTick: 4 }, tainted: true });
    }
  });

  it('shows while it is under way how old what it brings may be', async () => {
    const [one, two] = [wanted(), wanted()];
    const { call } = await ready(one, two);
    noteProof(call.reading, { provenAt: 40, provenTick: 4 });
    for (const reading of [one, two]) expect(oldestProofOf(reading)).toEqual({ provenAt: 40, provenTick: 4 });
  });
});
