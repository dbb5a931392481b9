import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { LateFencesTier } from './model/late-fences.tier.js';
import { aSchedule, take } from './model/step.js';
import { World, type WorldOptions } from './model/world.js';

/** To see a failure again: `MODEL_SEED` and `MODEL_PATH` as it was printed. */
const seed = Number(process.env.MODEL_SEED ?? 20_261_122);
const path = process.env.MODEL_PATH;
const numRuns = Number(process.env.MODEL_RUNS ?? 5000);

beforeAll(() => {
  jest.useFakeTimers({ doNotFake: ['Date', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate'] });
});
afterAll(() => {
  jest.useRealTimers();
});

const nothingOldIsSeen = (options: Omit<WorldOptions, 'passTimers'> = {}) =>
  fc.asyncProperty(aSchedule(100), async ({ width, steps }) => {
    const world = new World({ ...options, passTimers: (ms) => jest.advanceTimersByTime(ms) });
    for (const step of steps) await take(world, width, step);
    await world.end();
    jest.clearAllTimers();

    const { violations, stage } = world;
    if (violations.length > 0)
      throw new Error([...violations, ...stage.story.map((line, at) => `${at + 1} ${line}`)].join('\n'));
  });

describe(`in whatever order things happen, nobody sees what is older than an acknowledged change (MODEL_SEED=${seed})`, () => {
  it('on three nodes with one store', async () => {
    await fc.assert(nothingOldIsSeen(), { seed, path, numRuns });
  }, 600_000);

  it('on a node that made the change, without a store', async () => {
    await fc.assert(nothingOldIsSeen({ alone: true }), { seed, numRuns: numRuns / 5 });
  }, 600_000);

  it('but would, within 200 schedules, if the fences were read after the load', async () => {
    const late = await fc.check(nothingOldIsSeen({ Tier: LateFencesTier }), {
      seed: 1,
      numRuns: 200,
      endOnFailure: true,
    });
    expect(late.failed).toBe(true);
  }, 60_000);
});
