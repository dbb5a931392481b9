import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { milliseconds } from '../duration.js';
import { TestClock } from '../testing/test.clock.js';
import { Breaker, type BreakerState } from './breaker.js';

const FAILURES = 3;
const OPEN_MS = 500;

function aBreaker() {
  const clock = new TestClock();
  const turns: BreakerState[] = [];
  return {
    clock,
    turns,
    breaker: new Breaker(clock, { failures: FAILURES, openMs: OPEN_MS }, (state) => turns.push(state)),
  };
}

/** The breaker and what it is expected to do, by a model of its own: how often in a row, and since when. */
interface Model {
  state: BreakerState;
  inARow: number;
  leftMs: number;
}
const aModel = (): Model => ({ state: 'closed', inARow: 0, leftMs: 0 });
type Real = ReturnType<typeof aBreaker>;
type Command = fc.Command<Model, Real>;

const openAgain = (model: Model) => Object.assign(model, { state: 'open', leftMs: OPEN_MS });
const matches = (model: Model, { breaker }: Real) => expect(breaker.state).toBe(model.state);

const asks: Command = {
  check: () => true,
  toString: () => 'somebody asks',
  run: (model, real) => {
    const passes = model.state === 'closed' || (model.state === 'open' && model.leftMs <= 0);
    expect(real.breaker.admits()).toBe(passes);
    if (passes && model.state === 'open') model.state = 'half-open';
    matches(model, real);
  },
};
const fails: Command = {
  check: ({ state }) => state !== 'open',
  toString: () => 'it fails',
  run: (model, real) => {
    real.breaker.failed();
    model.inARow += 1;
    if (model.state === 'half-open' || model.inARow >= FAILURES) openAgain(model);
    matches(model, real);
  },
};
const succeeds: Command = {
  check: ({ state }) => state !== 'open',
  toString: () => 'it succeeds',
  run: (model, real) => {
    real.breaker.succeeded();
    Object.assign(model, { state: 'closed', inARow: 0 });
    matches(model, real);
  },
};
const saysNothing: Command = {
  check: ({ state }) => state === 'half-open',
  toString: () => 'the probe says nothing',
  run: (model, real) => {
    real.breaker.unsettled();
    Object.assign(model, { state: 'open', leftMs: 0 });
    matches(model, real);
  },
};
const timePasses = fc.integer({ min: 1, max: 600 }).map((ms): Command => ({
  check: () => true,
  toString: () => `${ms} ms pass`,
  run: (model, { clock }) => {
    clock.advance(milliseconds(ms));
    model.leftMs -= ms;
  },
}));

describe('the breaker', () => {
  it('does what its states promise, in whatever order things happen', () => {
    const commands = fc.commands(
      [timePasses, ...[asks, fails, succeeds, saysNothing].map((command) => fc.constant(command))],
      { maxCommands: 100 },
    );
    fc.assert(
      fc.property(commands, (steps) => {
        fc.modelRun(() => ({ model: aModel(), real: aBreaker() }), steps);
      }),
      { numRuns: 500 },
    );
  });

  it('lets exactly one of many through to try, and the rest when that went well', () => {
    const { clock, breaker, turns } = aBreaker();
    for (let failure = 0; failure < FAILURES; failure += 1) breaker.failed();
    expect(breaker.admits()).toBe(false);

    clock.advance(milliseconds(OPEN_MS));
    expect(Array.from({ length: 100 }, () => breaker.admits()).filter(Boolean)).toHaveLength(1);
    breaker.succeeded();
    expect(breaker.admits()).toBe(true);
    expect(turns).toEqual(['open', 'half-open', 'closed']);
  });

  it('is told of failures in a row, not of failures among successes', () => {
    const { breaker } = aBreaker();
    for (let round = 0; round < 50; round += 1) {
      breaker.failed();
      breaker.failed();
      breaker.succeeded();
    }
    expect(breaker.state).toBe('closed');
  });
});
