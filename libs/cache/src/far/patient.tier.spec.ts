import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { milliseconds } from '../duration.js';
import { TestClock } from '../testing/test.clock.js';
import { PatientTier, type FarAsked } from './patient.tier.js';

const DEADLINE_MS = 50;
const LIVES = { entryMs: 1000, fencesMs: 2000 };

/** A tier that takes as long for each answer as it is told to, and gives up at its deadline as the guard does. */
class SlowTier implements FarAsked {
  readonly deadlineMs = DEADLINE_MS;
  readonly asked: string[] = [];
  takesMs = 0;

  constructor(private readonly clock: TestClock) {}

  read = () => this.#answer('read', { bytes: undefined, leftMs: 0, tokens: [] });
  plant = () => this.#answer('plant', ['token']);
  lease = () => this.#answer('lease', true);
  write = () => this.#answer('write', true as const);
  release = async () => void (await this.#answer('release', true));
  remove = async () => void (await this.#answer('remove', true));

  #answer<T>(what: string, answer: T): Promise<T | undefined> {
    this.asked.push(what);
    const takesMs = Math.min(this.takesMs, DEADLINE_MS);
    return new Promise((resolve) => {
      setTimeout(() => {
        if (takesMs > 0) this.clock.advance(milliseconds(takesMs));
        resolve(this.takesMs > DEADLINE_MS ? undefined : answer);
      }, takesMs);
    });
  }
}

let slow: SlowTier;
let patient: PatientTier;
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  const clock = new TestClock();
  slow = new SlowTier(clock);
  patient = new PatientTier(slow, clock);
});
afterEach(() => {
  jest.useRealTimers();
});

/** What comes within so many milliseconds; 'nothing' when that is not all. */
async function within<T>(ms: number, answer: Promise<T>): Promise<T | 'nothing'> {
  let here: T | 'nothing' = 'nothing';
  void answer.then((value) => (here = value));
  await jest.advanceTimersByTimeAsync(ms);
  await new Promise(setImmediate);
  return here;
}

describe('a reader', () => {
  it('waits one deadline at most for all that he asks together', async () => {
    slow.takesMs = 40;
    expect(await within(40, patient.read('a', []))).toMatchObject({ leftMs: 0 });

    const second = patient.plant([], 'token', 1000);
    expect(await within(11, second)).toBe('nothing');
    expect(await within(1, second)).toBeUndefined();
  });

  it('asks nothing more once his patience is over', async () => {
    slow.takesMs = DEADLINE_MS + 1;
    await within(slow.takesMs, patient.read('a', []));
    slow.takesMs = 0;
    expect(await within(0, patient.lease('a', 'me', 1000))).toBeUndefined();
    expect(slow.asked).toEqual(['read']);
  });

  it('has what he brings kept all the same, and gives back what he was lent, without waiting for it', async () => {
    slow.takesMs = DEADLINE_MS + 2;
    await within(slow.takesMs, patient.read('a', []));
    expect(await within(1, patient.write('a', Buffer.from('b'), LIVES, []))).toBeUndefined();
    expect(await within(1, patient.release('a', 'me'))).toBeUndefined();
    expect(slow.asked).toEqual(['read', 'write', 'release']);
  });

  it('who has no patience left is not kept for the turn of a timer', async () => {
    slow.takesMs = DEADLINE_MS + 2;
    await within(DEADLINE_MS, patient.read('a', []));
    const answered: string[] = [];
    const asks = { write: () => patient.write('a', Buffer.from('b'), LIVES, []), remove: () => patient.remove('a') };
    for (const [what, ask] of Object.entries(asks)) void ask().then(() => answered.push(what));
    await new Promise(setImmediate);
    expect([answered, slow.asked]).toEqual([
      ['write', 'remove'],
      ['read', 'write', 'remove'],
    ]);
  });

  it('has what he wants removed, and keeps leave that comes in time', async () => {
    expect(patient.deadlineMs).toBe(DEADLINE_MS);
    await within(0, patient.remove('a'));
    expect(await within(0, patient.lease('a', 'me', 1000))).toBe(true);
    await within(DEADLINE_MS, Promise.resolve());
    expect(slow.asked).toEqual(['remove', 'lease']);
  });

  it('gives back leave that comes too late for him', async () => {
    slow.takesMs = 40;
    await within(40, patient.read('a', []));
    expect(await within(12, patient.lease('a', 'me', 1000))).toBeUndefined();
    expect(slow.asked).not.toContain('release');
    await within(28, Promise.resolve());
    expect(slow.asked).toContain('release');
  });

  it('loses no patience while he waits for nothing', async () => {
    slow.takesMs = 40;
    await within(40, patient.read('a', []));
    slow.takesMs = 1;
    expect(await within(1, patient.lease('a', 'me', 1000))).toBe(true);
    await within(DEADLINE_MS, Promise.resolve());
    expect(await within(1, patient.lease('a', 'me', 1000))).toBe(true);
  });

  it('who has all his patience is waited for by no timer but the one of the tier', async () => {
    const read = patient.read('a', []);
    expect(jest.getTimerCount()).toBe(1);
    await within(0, read);
  });

  it('may ask as often as he likes where answers are prompt', async () => {
    slow.takesMs = 2;
    for (let time = 0; time < 100; time += 1) expect(await within(2, patient.lease('a', 'me', 1000))).toBe(true);
  });
});
