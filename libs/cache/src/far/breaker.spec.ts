import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { milliseconds } from '../duration.js';
import { TestClock } from '../testing/test.clock.js';
import { Breaker, type BreakerState, type Ticket } from './breaker.js';

const FAILURES = 3;
const OPEN_MS = 500;

function aBreaker() {
  const clock = new TestClock();
  const turns: BreakerState[] = [];
  const breaker = new Breaker(clock, { failures: FAILURES, openMs: OPEN_MS }, (state) => turns.push(state));
  return { clock, turns, breaker, tickets: new Map<number, Ticket>() };
}
type Real = ReturnType<typeof aBreaker>;

/** The breaker as it is told in words: what it is, how often in a row it failed, how long it stays open, and who is on the way. */
interface Model {
  state: BreakerState;
  inARow: number;
  leftMs: number;
  /** Everybody who was let through and has not said yet how it went; true for those who set out since the last turn. */
  onTheWay: Map<number, boolean>;
}
const aModel = (): Model => ({ state: 'closed', inARow: 0, leftMs: 0, onTheWay: new Map() });
type Command = fc.Command<Model, Real>;

function turn(model: Model, state: BreakerState): void {
  model.state = state;
  for (const traveller of model.onTheWay.keys()) model.onTheWay.set(traveller, false);
}
function open(model: Model): void {
  turn(model, 'open');
  model.leftMs = OPEN_MS;
}
function matches(model: Model, { breaker }: Real): void {
  expect(breaker.state).toBe(model.state);
  const probes = [...model.onTheWay.values()].filter(Boolean).length;
  if (model.state !== 'closed') expect(probes).toBe(model.state === 'half-open' ? 1 : 0);
}

let traveller = 0;
const asks: Command = {
  check: () => true,
  toString: () => 'somebody asks',
  run: (model, real) => {
    const passes = model.state === 'closed' || (model.state === 'open' && model.leftMs <= 0);
    if (passes && model.state === 'open') turn(model, 'half-open');
    const ticket = real.breaker.admit();
    expect(ticket !== undefined).toBe(passes);
    traveller += 1;
    if (ticket !== undefined) real.tickets.set(traveller, ticket);
    if (passes) model.onTheWay.set(traveller, true);
    matches(model, real);
  },
};

const MEANS: Record<'succeeded' | 'failed' | 'unsettled', (model: Model) => void> = {
  succeeded: (model) => {
    model.inARow = 0;
    if (model.state === 'half-open') turn(model, 'closed');
  },
  failed: (model) => {
    model.inARow += 1;
    if (model.state === 'half-open' || model.inARow >= FAILURES) open(model);
  },
  unsettled: (model) => {
    if (model.state === 'half-open') turn(model, 'open');
  },
};

/** One of those on the way comes back, however long ago they set out. */
const comesBack = (which: number, how: keyof typeof MEANS): Command => ({
  check: ({ onTheWay }) => onTheWay.size > 0,
  toString: () => `the one at ${which} comes back: ${how}`,
  run: (model, real) => {
    const [who, counts] = [...model.onTheWay][which % model.onTheWay.size] as [number, boolean];
    model.onTheWay.delete(who);
    real.breaker[how](real.tickets.get(who) as Ticket);
    if (counts) MEANS[how](model);
    matches(model, real);
  },
});
const anybodyComesBack = fc
  .tuple(fc.nat(20), fc.constantFrom<keyof typeof MEANS>('succeeded', 'failed', 'failed', 'unsettled'))
  .map(([which, how]) => comesBack(which, how));

const trips: Command = {
  check: () => true,
  toString: () => 'one answer says enough',
  run: (model, real) => {
    real.breaker.trip();
    if (model.state === 'closed') open(model);
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
  it('does what its states promise, in whatever order things happen and however late somebody comes back', () => {
    const commands = fc.commands(
      [fc.constant(asks), anybodyComesBack, anybodyComesBack, timePasses, fc.constant(trips)],
      {
        maxCommands: 100,
      },
    );
    fc.assert(
      fc.property(commands, (steps) => {
        fc.modelRun(() => ({ model: aModel(), real: aBreaker() }), steps);
      }),
      { numRuns: 1000 },
    );
  });

  it('lets exactly one of many through to try, and the rest when that went well', () => {
    const { clock, breaker, turns } = aBreaker();
    const ticket = breaker.admit() as Ticket;
    for (let failure = 0; failure < FAILURES; failure += 1) breaker.failed(ticket);
    expect(breaker.admit()).toBeUndefined();

    clock.advance(milliseconds(OPEN_MS));
    const probes = Array.from({ length: 100 }, () => breaker.admit()).filter((admitted) => admitted !== undefined);
    expect(probes).toHaveLength(1);
    breaker.succeeded(probes[0] as Ticket);
    expect(breaker.admit()).toBeDefined();
    expect(turns).toEqual(['open', 'half-open', 'closed']);
  });

  it('lets no second one through while one tries, whatever stragglers say', () => {
    const { clock, breaker } = aBreaker();
    const straggler = breaker.admit() as Ticket;
    breaker.trip();
    clock.advance(milliseconds(OPEN_MS));
    expect(breaker.admit()).toBeDefined();
    breaker.unsettled(straggler);
    breaker.failed(straggler);
    breaker.succeeded(straggler);
    expect([breaker.state, breaker.admit()]).toEqual(['half-open', undefined]);
  });

  it('hears all who set out together: that one came back well takes no say from the others, and is no turn', () => {
    const { breaker, turns } = aBreaker();
    const [first, ...others] = Array.from({ length: 1 + FAILURES }, () => breaker.admit() as Ticket);
    breaker.succeeded(first as Ticket);
    for (const ticket of others) breaker.failed(ticket);
    expect(turns).toEqual(['open']);
  });

  it('is told of failures in a row, not of failures among successes', () => {
    const { breaker } = aBreaker();
    const ticket = breaker.admit() as Ticket;
    for (let round = 0; round < 50; round += 1) {
      breaker.failed(ticket);
      breaker.failed(ticket);
      breaker.succeeded(ticket);
    }
    expect(breaker.state).toBe('closed');
  });
});
