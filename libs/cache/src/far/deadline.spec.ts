import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CacheError } from '../cache.error.js';
import { Deadlines, OwnLateness, withinDeadline } from './deadline.js';

const never = () => new Promise<never>(() => undefined);
const busyFor = (ms: number) => {
  for (const end = performance.now() + ms; performance.now() < end;);
};
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

/** What becomes of a question that is never answered, when the timer of its deadline comes so late. */
async function endOf(ms: number, lateMs: number): Promise<unknown> {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance'] });
  let now = 1_000_000;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  const end = withinDeadline(ms, 'read', never()).catch((error: unknown) => error);
  now += ms + lateMs;
  jest.advanceTimersByTime(ms);
  return end;
}

describe('a deadline', () => {
  it('lets through what comes in time, an error as well, and leaves no timer', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    expect(await withinDeadline(1000, 'read', Promise.resolve(7))).toBe(7);
    await expect(withinDeadline(1000, 'read', Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    expect(jest.getTimerCount()).toBe(0);
  });

  it.each([0, 25])('ends the wait for what does not come, by a timer that is %d ms late', async (lateMs) => {
    const error = await endOf(1000, lateMs);
    expect(error).toBeInstanceOf(CacheError);
    expect(error).toMatchObject({ code: 'FAR_DEADLINE', message: 'read: no answer within 1000 ms' });
  });

  it('blames the process, not the tier, when its own timer comes later than that', async () => {
    const error = await endOf(1000, 26);
    expect(error).toBeInstanceOf(OwnLateness);
    expect(error).toMatchObject({ message: 'read: the process was 26 ms late itself' });
  });

  it('blames a process that was really busy', async () => {
    const waiting = withinDeadline(5, 'read', never());
    busyFor(60);
    await expect(waiting).rejects.toBeInstanceOf(OwnLateness);
  });

  it('takes an answer that lay in the socket while the process was busy', async () => {
    // From here the loop comes to its timers before it comes to what arrived.
    await new Promise(setImmediate);
    const waiting = withinDeadline(5, 'read', new Promise((resolve) => setImmediate(resolve, 'there')));
    busyFor(60);
    expect(await waiting).toBe('there');
  });

  it('tells who asks once, also where the answer comes when the timer has fired already', async () => {
    await new Promise(setImmediate);
    const told: unknown[] = [];
    const answer = new Promise((resolve) => setImmediate(resolve, 'there'));
    const tell = (end: unknown) => void told.push(end);
    new Deadlines(5).settle('read', answer, tell, tell);
    busyFor(60);
    await answer;
    for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
    expect(told).toEqual(['there']);
  });

  it('drops what comes too late, an error as well', async () => {
    let late: (error: Error) => void = () => undefined;
    const work = new Promise<never>((_, reject) => (late = reject));
    await expect(withinDeadline(1, 'read', work)).rejects.toThrow('read');
    late(new Error('nobody waits for this, and nobody fails to handle it'));
    await new Promise(setImmediate);
  });
});

describe('deadlines that are as far off', () => {
  const MS = 50;
  let deadlines: Deadlines;
  let told: string[];
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    deadlines = new Deadlines(MS);
    told = [];
  });

  const ask = (what: string, work: Promise<unknown> = never()) =>
    deadlines.settle(
      what,
      work,
      () => told.push(`${what} came`),
      () => told.push(`${what} did not`),
    );
  const pass = async (ms: number) => {
    jest.advanceTimersByTime(ms);
    await new Promise(setImmediate);
  };

  it('each end the wait that they are of, however many wait', async () => {
    ask('soup');
    await pass(20);
    ask('bread');
    await pass(29);
    expect(told).toEqual([]);
    await pass(1);
    expect(told).toEqual(['soup did not']);
    ask('salt');
    await pass(20);
    expect(told).toEqual(['soup did not', 'bread did not']);
    await pass(30);
    expect(told).toEqual(['soup did not', 'bread did not', 'salt did not']);
  });

  it.each([0, 1, 2])('take no notice of one that was answered, wherever it stood (%i)', async (place) => {
    const answers: Promise<unknown>[] = [never(), never(), never()];
    answers[place] = Promise.resolve();
    for (const [at, answer] of answers.entries()) ask(String(at), answer);
    await pass(MS);
    const others = ['0', '1', '2'].filter((what) => what !== String(place));
    expect(told).toEqual([`${place} came`, ...others.map((what) => `${what} did not`)]);
    ask('soup');
    await pass(MS);
    expect(told.at(-1)).toBe('soup did not');
  });

  it('need one timer, which stays for whoever waits next, and keeps no process alive meanwhile', async () => {
    const timers = jest.spyOn(globalThis, 'setTimeout');
    const timer = () => timers.mock.results[0]?.value as NodeJS.Timeout;
    const keepsAlive = () => timer().hasRef();
    for (let time = 0; time < 20; time += 1) {
      ask('soup', Promise.resolve());
      expect(keepsAlive()).toBe(true);
      await pass(1);
      expect(keepsAlive()).toBe(false);
    }
    expect(timers).toHaveBeenCalledTimes(1);
    // One that ends lets no process end in which another is still waited for.
    ask('salt');
    ask('soup', Promise.resolve());
    await pass(1);
    expect(keepsAlive()).toBe(true);
    await pass(MS);
    expect(jest.getTimerCount()).toBe(0);
    ask('bread');
    await pass(MS);
    expect(told.at(-1)).toBe('bread did not');
  });

  it('are told apart from the lateness of this process, each by itself', async () => {
    const ends: unknown[] = [];
    const wait = () =>
      deadlines.settle(
        'read',
        never(),
        () => undefined,
        (error) => ends.push(error),
      );
    let now = 1_000_000;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    wait();
    now += 20;
    wait();
    // The timer comes 40 ms late for the first and 20 ms late for the second.
    now += 70;
    await pass(MS);
    expect(ends.map((error) => error instanceof OwnLateness)).toEqual([true, false]);
  });
});
