import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { settled } from '../model/stage.js';
import { poll } from './poll.js';

const PATIENCE_MS = 300;

/** Three are asked; two who say the same decide. */
const isMajority = (answers: readonly string[]) => answers.length > 1;
const isDecided = (answers: readonly string[]) => new Set(answers).size < answers.length;

type Voter = (answer: string | undefined) => void;
let voters: Voter[];
let asked: Promise<string | undefined>[];
let outcome: readonly string[] | undefined;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  voters = [];
  outcome = undefined;
  asked = Array.from({ length: 3 }, () => new Promise((resolve) => void voters.push(resolve)));
  void poll(asked, { isDecided, isMajority }).then((answers) => (outcome = answers));
});
afterEach(() => {
  jest.useRealTimers();
});

async function says(voter: number, answer: string | undefined): Promise<readonly string[] | undefined> {
  voters[voter]?.(answer);
  await settled();
  return outcome;
}
async function after(ms: number): Promise<readonly string[] | undefined> {
  jest.advanceTimersByTime(ms);
  await settled();
  return outcome;
}

describe('a poll', () => {
  it('waits for nobody once it is decided', async () => {
    expect(await says(0, 'one')).toBeUndefined();
    expect(await says(2, 'one')).toEqual(['one', 'one']);
    expect(jest.getTimerCount()).toBe(0);
    await says(1, 'other');
    expect(outcome).toEqual(['one', 'one']);
  });

  it('waits for the last while that one may decide, and no longer than a little', async () => {
    await says(0, 'one');
    expect(await says(1, 'other')).toBeUndefined();
    expect(await after(PATIENCE_MS - 1)).toBeUndefined();
    expect(await after(1)).toEqual(['one', 'other']);
  });

  it('goes by no minority, however slow the others are', async () => {
    await says(0, 'one');
    expect(await after(10 * PATIENCE_MS)).toBeUndefined();
    expect(await says(1, 'other')).toEqual(['one', 'other']);
  });

  it('is over when nobody is left to answer', async () => {
    await says(0, 'one');
    await says(1, undefined);
    expect(await says(2, undefined)).toEqual(['one']);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('that asks nobody has no answers', async () => {
    expect(await poll([], { isDecided, isMajority })).toEqual([]);
  });

  it('tells of an error that nobody saw to', async () => {
    const failing = poll([Promise.reject(new Error('unseen'))], { isDecided, isMajority });
    await expect(failing).rejects.toThrow('unseen');
  });
});
