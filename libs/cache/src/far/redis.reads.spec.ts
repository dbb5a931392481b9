import { describe, expect, it } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { RedisReads, type EntryAndLife } from './redis.reads.js';

/** A server that notes what it is asked, and says of each name what that is. */
function aServer() {
  const asked: { entries: readonly string[]; fences: readonly string[] }[] = [];
  let error: Error | undefined;
  const reads = new RedisReads(async (names, count) => {
    const entries = names.slice(0, count);
    asked.push({ entries, fences: names.slice(count) });
    if (error) throw error;
    return { values: names.map((name) => `what is under ${name}`), lives: entries.map((entry) => entry.length) };
  });
  return { reads, asked, fail: (reason: Error) => (error = reason) };
}

describe('reads of one moment', () => {
  it('are one question, in which nothing is asked for twice, and each gets its own answer', async () => {
    const { reads, asked } = aServer();
    const answers = await Promise.all([reads.of(['jar', 'k:jar', 'r:all']), reads.of(['shelf', 'k:shelf', 'r:all'])]);
    expect(asked).toEqual([{ entries: ['jar', 'shelf'], fences: ['k:jar', 'r:all', 'k:shelf'] }]);
    expect(answers).toEqual([
      { values: ['what is under jar', 'what is under k:jar', 'what is under r:all'], leftMs: 3 },
      { values: ['what is under shelf', 'what is under k:shelf', 'what is under r:all'], leftMs: 5 },
    ]);
  });

  it('are the same moment when all that was answered together asks on', async () => {
    const { reads, asked } = aServer();
    const later = async (steps: number) => {
      for (let step = 0; step < steps; step += 1) await Promise.resolve();
      return reads.of(['jar']);
    };
    await Promise.all([0, 1, 5, 20].map(later));
    expect(asked).toHaveLength(1);
    await reads.of(['jar']);
    expect(asked).toHaveLength(2);
  });

  it('are several questions where there are very many', async () => {
    const { reads, asked } = aServer();
    const names = Array.from({ length: 150 }, (_, at) => `jar ${at}`);
    const answers = await Promise.all(names.map((name) => reads.of([name])));
    expect(answers.map(({ values }) => values)).toEqual(names.map((name) => [`what is under ${name}`]));
    expect(asked.map(({ entries }) => entries.length)).toEqual([64, 64, 22]);
  });

  it('are one question where they just fit into it, and no empty one beside', async () => {
    const { reads, asked } = aServer();
    await Promise.all(Array.from({ length: 128 }, (_, at) => reads.of([`jar ${at}`])));
    expect(asked.map(({ entries }) => entries.length)).toEqual([64, 64]);
  });

  it('are told of what is not there that it is not, and go by the weight of what is', async () => {
    const asked: number[] = [];
    const reads = new RedisReads(async (entries) => {
      asked.push(entries.length);
      return { values: entries.map(() => null), lives: entries.map(() => -2) };
    });
    const names = Array.from({ length: 60 }, (_, at) => `jar ${at}`);
    for (const count of [1, 60]) {
      const answers = await Promise.all(names.slice(0, count).map((name) => reads.of([name])));
      expect(answers).toEqual(Array.from({ length: count }, () => ({ values: [null], leftMs: -2 })));
    }
    expect(asked).toEqual([1, 60]);
  });

  it('are few in a question where entries are large', async () => {
    const asked: number[] = [];
    const large = Buffer.alloc(100_000);
    const reads = new RedisReads(async (entries) => {
      asked.push(entries.length);
      return { values: entries.map(() => large), lives: entries.map(() => 1) };
    });
    const askFor = (count: number) => Promise.all(Array.from({ length: count }, (_, at) => reads.of([`jar ${at}`])));
    await askFor(20);
    await askFor(7);
    expect(asked).toEqual([20, 2, 2, 2, 1]);
  });

  it('last until all that came in is heard, while an answer is awaited', async () => {
    const asked: (readonly string[])[] = [];
    const waiting: (() => void)[] = [];
    const reads = new RedisReads((entries) => {
      asked.push(entries);
      return new Promise((resolve) => waiting.push(() => resolve({ values: entries, lives: entries.map(() => 1) })));
    });
    const answer = () => waiting.splice(0).forEach((say) => say());
    const callFor = (name: string) =>
      new Promise<EntryAndLife>((resolve) => setImmediate(() => resolve(reads.of([name]))));

    const first = callFor('jar');
    await turn();
    expect(asked).toEqual([['jar']]);

    // Each is heard by itself, one after the other.
    const next = [callFor('bowl'), callFor('pot')];
    await turn();
    expect(asked).toHaveLength(1);
    await turn();
    expect(asked.slice(1)).toEqual([['bowl', 'pot']]);

    answer();
    await Promise.all([first, ...next]);
    const last = callFor('cup');
    await turn();
    expect(asked.slice(2)).toEqual([['cup']]);
    answer();
    await last;
  });

  it('fail together, by the very error', async () => {
    const { reads, fail } = aServer();
    const error = new Error('connection refused');
    fail(error);
    const outcomes = await Promise.allSettled([reads.of(['jar']), reads.of(['shelf'])]);
    expect(outcomes).toEqual([
      { status: 'rejected', reason: error },
      { status: 'rejected', reason: error },
    ]);
  });

  it('fail where nobody can be asked at all, and are asked again in the next moment', async () => {
    const nobody = new Error('nobody is known there');
    let isKnown = false;
    const reads = new RedisReads((entries) => {
      if (!isKnown) throw nobody;
      return Promise.resolve({ values: entries, lives: [1] });
    });
    await expect(reads.of(['jar'])).rejects.toBe(nobody);
    isKnown = true;
    // Were the first one still awaited, this one would be gathered until the event loop has turned.
    const turned = turn('turned');
    expect(await Promise.race([reads.of(['jar']), turned])).toEqual({ values: ['jar'], leftMs: 1 });
  });
});
