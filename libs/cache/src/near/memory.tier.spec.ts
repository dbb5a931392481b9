import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Entry } from '../entry.js';
import { MemoryTier } from './memory.tier.js';
import { NOWHERE } from './places.js';

const MOST_BYTES = 20_000;

/** Each of another making: what was made at the same moment is told apart by its content. */
function options(bytes: number) {
  const times = { madeAt: 0, freshMs: 1000, lifeMs: 1000, costMs: 0, provenAt: 0, provenTick: 0 };
  return { content: { bytes }, copied: false, bytes, fences: [], stamp: 0, tokens: undefined, ...times };
}

function anEntry(bytes: number): Entry {
  return new Entry(options(bytes));
}

/** What is held by the tier's own word, told at each coming and going. */
function aTier(maxBytes = MOST_BYTES) {
  const held = new Map<string, Entry>();
  const left: { key: string; evicted: boolean }[] = [];
  const tier = new MemoryTier({
    maxBytes,
    onLeave: (entry, key, evicted) => {
      left.push({ key, evicted });
      if (held.get(key)?.is(entry)) held.delete(key);
    },
  });
  const set = (key: string, bytes: number) => {
    const entry = anEntry(bytes);
    held.set(key, entry);
    tier.set(key, entry);
  };
  return { tier, held, left, set };
}

const key = fc.integer({ min: 0, max: 60 }).map((id) => `shelf:${id}`);
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ does: fc.constant('set' as const), key, bytes: fc.integer({ min: 0, max: 3000 }) }),
  },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('get' as const), key }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('delete' as const), key }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('set' as const), key, bytes: fc.constant(2 * MOST_BYTES) }) },
);

describe('the near tier', () => {
  it('never holds more than its bytes, and tells the truth about what it holds', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const { tier, held, set } = aTier();
        for (const step of steps) {
          if (step.does === 'set') set(step.key, step.bytes);
          else if (step.does === 'delete') tier.delete(step.key);
          else expect(tier.standing(step.key)).toEqual(held.get(step.key));

          expect(tier.bytes).toBeLessThanOrEqual(MOST_BYTES);
          expect(new Map(tier)).toEqual(held);
          expect(tier.entries).toBe(held.size);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('counts bytes down to nothing when all has left', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const { tier, left, set } = aTier();
        for (const step of steps) if (step.does === 'set') set(step.key, step.bytes);
        tier.clear();
        expect([tier.bytes, tier.entries]).toEqual([0, 0]);
        expect(left).toHaveLength(steps.filter(({ does }) => does === 'set').length);
      }),
    );
  });

  it('counts every entry that had to go for another', () => {
    const { tier, left, set } = aTier();
    for (let id = 0; id < 1000; id += 1) set(`shelf:${id}`, 100);
    expect(tier.evictions).toBe(left.filter(({ evicted }) => evicted).length);
    expect(tier.evictions).toBe(1000 - tier.entries);
  });

  it('keeps nothing that alone is larger than itself, and what it had stays', () => {
    const { tier, set } = aTier();
    set('shelf:1', 100);
    set('shelf:2', MOST_BYTES + 1);
    expect(tier.standing('shelf:1')).toBeDefined();
    expect(tier.standing('shelf:2')).toBeUndefined();
  });

  it('keeps what is in daily use while a hundred thousand others pass by once', () => {
    const { tier, set } = aTier(100 * 1024);
    const hot = Array.from({ length: 100 }, (_, id) => `hot:${id}`);
    const hits = () => hot.filter((key) => tier.standing(key)).length;
    for (const key of hot) set(key, 100);
    for (let round = 0; round < 3; round += 1) hits();

    let hit = 0;
    let asked = 0;
    for (let id = 0; id < 100_000; id += 1) {
      set(`once:${id}`, 100);
      if (id % 50 !== 0) continue;
      hit += hits();
      asked += hot.length;
      for (const key of hot) if (!tier.standing(key)) set(key, 100);
    }
    expect(hit / asked).toBeGreaterThan(0.9);
  });

  it('keeps what was asked for again before its turn to leave, without missing it once', () => {
    const { tier, set } = aTier();
    set('used', 100);
    tier.standing('used');
    for (let id = 0; id < 1000; id += 1) set(`once:${id}`, 100);
    expect(tier.standing('used')).toBeDefined();
  });

  it('keeps what is asked for all the time longer than what was asked for twice', () => {
    const { tier, set } = aTier();
    let missed = 0;
    for (let id = 0; id < 1000; id += 1) {
      set(`twice:${id}`, 100);
      tier.standing(`twice:${id}`);
      if (tier.standing('used')) continue;
      missed += 1;
      set('used', 100);
    }
    expect(missed).toBeLessThan(5);
  });

  it('gives a key that was evicted too early a better place when it comes back', () => {
    const { tier, held, set } = aTier();
    set('early', 100);
    for (let id = 0; held.has('early'); id += 1) set(`once:${id}`, 100);

    set('early', 100);
    for (let id = 100; id < 200; id += 1) set(`twice:${id}`, 100);
    expect(tier.standing('early')).toBeDefined();
  });

  it('leaves an entry that is made anew in the place that the old one had earned', () => {
    const { tier, set } = aTier();
    const fill = (kind: string) => {
      for (let id = 0; id < 200; id += 1) set(`${kind}:${id}`, 100);
    };
    set('used', 100);
    tier.standing('used');
    fill('once');

    set('used', 100);
    fill('another');
    expect(tier.standing('used')).toBeDefined();
  });

  it('finds a key wherever it was guessed to stand, and never another one in its place', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(step, fc.nat(80)), { maxLength: 200 }), (steps) => {
        const { tier, held, set } = aTier();
        const trust = { isSureOf: () => true };
        for (const [step, place] of steps) {
          if (step.does === 'set') set(step.key, step.bytes);
          else if (step.does === 'delete') tier.delete(step.key);
          tier.standing(step.key);

          const found = tier.ready({ key: step.key, parts: [], place }, 0, trust);
          expect(found === NOWHERE ? undefined : tier.contentAt(found)).toBe(held.get(step.key)?.content);
        }
      }),
    );
  });

  it('has nothing ready that is near its end, that nobody is sure of, or that is a failure or to be copied', () => {
    const { tier } = aTier();
    const ask = (now: number, isSure = true) =>
      tier.ready({ key: 'shelf:1', parts: [], place: 0 }, now, { isSureOf: () => isSure }) !== NOWHERE;
    const keep = (more: Partial<ConstructorParameters<typeof Entry>[0]>) => {
      tier.set('shelf:1', new Entry({ ...options(100), costMs: 3, provenAt: 5, provenTick: 5, ...more }));
      tier.standing('shelf:1');
    };
    keep({});
    expect([ask(969), ask(970), ask(0, false)]).toEqual([true, false, false]);
    keep({ failed: true });
    expect(ask(0)).toBe(false);
    keep({ copied: true });
    expect(ask(0)).toBe(false);
  });
});
