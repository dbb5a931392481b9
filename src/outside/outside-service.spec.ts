import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { minutes, seconds } from '#cache';
import { TestClock } from '#cache/testing';
import { OutsideError } from './outside.error.js';
import { OutsideService } from './outside-service.js';

const LIMITS = { name: 'The service', deadlineMs: 20, perMinute: 6, atOnce: 2 };

afterEach(() => {
  jest.restoreAllMocks();
});

function aService(limits = {}) {
  const clock = new TestClock();
  return { clock, service: new OutsideService({ ...LIMITS, ...limits }, clock) };
}

const fails = () => Promise.reject(new Error('no'));
const succeeds = async () => 'yes';
/** Until its asker gives up. */
const stalls = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('given up'))));
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'none',
    (error: unknown) => (error instanceof OutsideError ? error.code : error),
  );
/** The breaker looks at the wall. */
const passOnTheWall = (ms: number) => jest.spyOn(Date, 'now').mockReturnValue(Date.now() + ms);

describe('a service of others', () => {
  it('gives what it is asked for', async () => {
    expect(await aService().service.call(succeeds)).toBe('yes');
  });

  it('is given up at the deadline, and whoever asks it is told to let go', async () => {
    const { service } = aService();
    let signal: AbortSignal | undefined;
    const call = service.call((given) => stalls((signal = given)));
    expect(await codeOf(call)).toBe('OUTSIDE_TIMED_OUT');
    expect(signal?.aborted).toBe(true);
  });

  it('is given up at the deadline by who does not listen as well', async () => {
    expect(await codeOf(aService().service.call(() => new Promise(() => undefined)))).toBe('OUTSIDE_TIMED_OUT');
  });

  it('is not asked any more after three failures in a row, and then once to see whether it is back', async () => {
    const { service } = aService({ perMinute: 100 });
    for (const work of [fails, fails, succeeds, fails, fails]) await codeOf(service.call(work));
    expect(await codeOf(service.call(fails))).toBe('OUTSIDE_FAILED');
    const asked = jest.fn(succeeds);
    expect(await codeOf(service.call(asked))).toBe('OUTSIDE_RESTING');
    expect(asked).not.toHaveBeenCalled();

    passOnTheWall(10_001);
    expect(await service.call(asked)).toBe('yes');
    expect(await service.call(asked)).toBe('yes');
  });

  it('is asked so often in a minute, and no more', async () => {
    const { service, clock } = aService();
    const codes = await Promise.all([codeOf(service.call(succeeds)), codeOf(service.call(succeeds))]);
    for (let more = 0; more < 5; more += 1) codes.push(await codeOf(service.call(succeeds)));
    expect(codes).toEqual([...Array<string>(6).fill('none'), 'OUTSIDE_LIMITED']);
    clock.advance(seconds(10));
    expect(await codeOf(service.call(succeeds))).toBe('none');
    expect(await codeOf(service.call(succeeds))).toBe('OUTSIDE_LIMITED');
  });

  it('is asked by so many at once, and nobody waits in line', async () => {
    const { service } = aService();
    const calls = [service.call(stalls), service.call(stalls), service.call(succeeds)];
    expect(await Promise.all(calls.map(codeOf))).toEqual(['OUTSIDE_TIMED_OUT', 'OUTSIDE_TIMED_OUT', 'OUTSIDE_LIMITED']);
  });

  it('is left alone for as long as it wants to be', async () => {
    const { service, clock } = aService();
    const refuses = () => Promise.reject(new OutsideError('OUTSIDE_FAILED', 'busy', { restMs: 60_000 }));
    expect(await codeOf(service.call(refuses))).toBe('OUTSIDE_FAILED');
    expect(await codeOf(service.call(succeeds))).toBe('OUTSIDE_LIMITED');
    clock.advance(minutes(1));
    expect(await codeOf(service.call(succeeds))).toBe('none');
  });

  it('is told of by a word, never by what it said', async () => {
    const refused = Object.assign(new Error('Incorrect API key: sk-123'), { status: 401 });
    await expect(aService().service.call(() => Promise.reject(refused))).rejects.toThrow(
      /^The service failed: status 401$/,
    );
  });
});
