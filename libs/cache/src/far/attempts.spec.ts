import { beforeEach, describe, expect, it } from '@jest/globals';
import { CacheError } from '../cache.error.js';
import { milliseconds } from '../duration.js';
import { SharedStore, StoreTier } from '../testing/store.tier.js';
import { TestClock } from '../testing/test.clock.js';
import { Attempts, StillOwed, type FarFailure, type Part } from './attempts.js';
import { OwnLateness } from './deadline.js';
import type { FarVerdict } from './far.tier.js';

class Refusal extends Error {
  constructor(readonly verdict: FarVerdict) {
    super(verdict);
  }
}

/** Knows what its refusals mean, and how often it was to connect anew. */
class PlainTier extends StoreTier {
  reconnects = 0;

  override verdictOn(error: unknown): FarVerdict {
    return error instanceof Refusal ? error.verdict : 'silent';
  }

  override reconnect(): void {
    this.reconnects += 1;
  }
}

/** What each failure is met as. */
const MET_AS: Record<FarFailure, Error> = {
  deadline: new CacheError('FAR_DEADLINE', 'no answer'),
  process: new OwnLateness('late'),
  owed: new StillOwed('owed'),
  connection: new Error('ECONNREFUSED'),
  denied: new Refusal('denied'),
  waits: new Refusal('waits'),
  full: new Refusal('full'),
  readonly: new Refusal('readonly'),
  refused: new Refusal('refused'),
  moving: new Refusal('moving'),
};
const KINDS = Object.keys(MET_AS) as FarFailure[];
const OPEN_MS = 500;

let clock: TestClock;
let tier: PlainTier;
let attempts: Attempts;
let told: unknown[][];
let tries: number;

beforeEach(() => {
  clock = new TestClock();
  tier = new PlainTier(new SharedStore());
  told = [];
  tries = 0;
  attempts = new Attempts(tier, clock, { deadlineMs: 1000, onStateChange: (...turn) => told.push(turn) });
});

const goesWell = (part: Part) => attempts.make(part, 'ask', async () => ((tries += 1), 'soup'));
const fails = (part: Part, kind: FarFailure) =>
  attempts.make(part, 'ask', () => ((tries += 1), Promise.reject(MET_AS[kind])));
async function failsOften(part: Part, ...kinds: readonly FarFailure[]): Promise<void> {
  for (const kind of kinds) await fails(part, kind);
}
const states = () => [attempts.stateOf('reads'), attempts.stateOf('writes'), attempts.stateOf('drops')].join(' ');

describe('a failure', () => {
  it.each(KINDS)('is told to who asked, and counted, as what it was: %s', async (kind) => {
    expect(await fails('drops', kind)).toEqual({ failure: kind });
    expect(attempts.failures).toBe(1);
    expect(attempts.failuresBy).toEqual(Object.fromEntries(KINDS.map((name) => [name, name === kind ? 1 : 0])));
  });

  it('that is thrown at once, and no promise broken, is one as well, also of who tries whether the tier is back', async () => {
    const throws = () => {
      throw MET_AS.denied;
    };
    for (let time = 0; time < 3; time += 1) {
      expect(await attempts.make('reads', 'ask', throws)).toEqual({ failure: 'denied' });
    }
    clock.advance(milliseconds(OPEN_MS));
    expect(await attempts.value('reads', 'ask', throws)).toBeUndefined();
    expect([attempts.stateOf('reads'), attempts.failuresBy.denied]).toEqual(['open', 4]);
  });

  it('of the library itself that is no deadline is what the tier says of it', async () => {
    const attempt = attempts.make('reads', 'ask', () => Promise.reject(new CacheError('FAR_UNAVAILABLE', 'away')));
    expect(await attempt).toEqual({ failure: 'connection' });
  });

  it('is one of the connection where the tier throws instead of saying what it was', async () => {
    tier.verdictOn = () => {
      throw new TypeError('no such code');
    };
    expect(await fails('reads', 'full')).toEqual({ failure: 'connection' });
    expect([states(), attempts.failures]).toEqual(['closed closed closed', 1]);
  });

  it.each<[FarFailure, string]>([
    ['waits', 'open open open'],
    ['full', 'closed open closed'],
    ['readonly', 'closed open closed'],
    ['deadline', 'closed closed closed'],
    ['connection', 'closed closed closed'],
    ['denied', 'closed closed closed'],
    ['refused', 'closed closed closed'],
    ['process', 'closed closed closed'],
    ['owed', 'closed closed closed'],
    ['moving', 'closed closed closed'],
  ])('met once as %s leaves reads, writes and drops: %s', async (kind, left) => {
    await fails('reads', kind);
    expect(states()).toBe(left);
  });

  it.each<FarFailure>(['deadline', 'connection', 'denied', 'full', 'readonly'])(
    'met three times in a row as %s ends the asking, of that part alone',
    async (kind) => {
      await failsOften('drops', kind, kind);
      expect(attempts.stateOf('drops')).toBe('closed');
      await fails('drops', kind);
      expect([attempts.stateOf('drops'), attempts.stateOf('reads')]).toEqual(['open', 'closed']);
    },
  );

  it.each<FarFailure>(['refused', 'process', 'owed', 'moving'])(
    'met ever so often as %s ends no asking',
    async (kind) => {
      await failsOften('reads', ...Array.from({ length: 20 }, () => kind));
      expect(states()).toBe('closed closed closed');
    },
  );

  it('that is an answer shows that the tier is well', async () => {
    await failsOften('reads', 'deadline', 'deadline', 'refused', 'deadline', 'deadline');
    expect(attempts.stateOf('reads')).toBe('closed');
  });

  it.each<FarFailure>(['process', 'owed', 'moving'])('that says nothing (%s) does not show that', async (kind) => {
    await failsOften('reads', 'deadline', 'deadline', kind, 'deadline');
    expect(attempts.stateOf('reads')).toBe('open');
  });
});

describe('what is not asked any more', () => {
  beforeEach(() => failsOften('reads', 'deadline', 'deadline', 'deadline'));

  it('is turned away, and that is no failure', async () => {
    tries = 0;
    expect(await goesWell('reads')).toEqual({ failure: 'turned-away' });
    expect([tries, attempts.failures]).toEqual([0, 3]);
    expect(await goesWell('writes')).toEqual({ value: 'soup' });
  });

  it('is tried after half a second, and asked again when that went well', async () => {
    clock.advance(milliseconds(OPEN_MS));
    expect([await goesWell('reads'), await goesWell('reads')]).toEqual([{ value: 'soup' }, { value: 'soup' }]);
    expect(attempts.stateOf('reads')).toBe('closed');
  });

  it.each<[FarFailure, string, number]>([
    ['refused', 'closed', 1],
    ['deadline', 'open', 0],
    ['connection', 'open', 0],
    ['denied', 'open', 0],
    ['waits', 'open', 0],
    ['process', 'open', 1],
    ['owed', 'open', 1],
    ['moving', 'open', 1],
  ])('and tried with the outcome %s is %s; who comes then is let through %i times', async (kind, state, through) => {
    clock.advance(milliseconds(OPEN_MS));
    await fails('reads', kind);
    expect(attempts.stateOf('reads')).toBe(state);
    tries = 0;
    await goesWell('reads');
    expect(tries).toBe(through);
  });

  it('is told of: which part turns, how often it failed, and why', async () => {
    clock.advance(milliseconds(OPEN_MS));
    await goesWell('reads');
    await fails('reads', 'full');
    const last = MET_AS.deadline;
    expect(told).toEqual([
      ['reads', 'open', 3, last],
      ['reads', 'half-open', 3, last],
      ['reads', 'closed', 3, last],
      ['writes', 'open', 4, MET_AS.full],
    ]);
    await failsOften('drops', 'denied', 'denied', 'denied');
    expect(told.at(-1)).toEqual(['drops', 'open', 7, MET_AS.denied]);
  });
});

it('who wants only what it brought is told that, and nothing where it failed or was turned away', async () => {
  expect(await attempts.value('reads', 'ask', async () => 'soup')).toBe('soup');
  expect(await attempts.value('reads', 'ask', async () => false)).toBe(false);
  for (let time = 0; time < 3; time += 1) {
    expect(await attempts.value('reads', 'ask', () => Promise.reject(MET_AS.deadline))).toBeUndefined();
  }
  expect(attempts.stateOf('reads')).toBe('open');
  expect(await attempts.value('reads', 'ask', async () => 'soup')).toBeUndefined();
});

it('a tier that throws when it is to connect anew has failed once more, and who asked is told what they met', async () => {
  tier.reconnect = () => {
    throw MET_AS.denied;
  };
  expect(await fails('drops', 'readonly')).toEqual({ failure: 'readonly' });
  expect([attempts.failures, attempts.failuresBy.denied, states()]).toEqual([2, 1, 'closed open closed']);
});

it('a tier that takes no writes any more is to connect anew, at once and then once a second at most', async () => {
  await fails('drops', 'full');
  expect(tier.reconnects).toBe(0);
  const reconnects: number[] = [];
  for (let time = 0; time <= 2000; time += 250) {
    await fails('drops', 'readonly');
    await goesWell('drops');
    reconnects.push(tier.reconnects);
    clock.advance(milliseconds(250));
  }
  expect(reconnects).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 3]);
});
