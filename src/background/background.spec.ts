import { describe, expect, it } from '@jest/globals';
import { Background } from './background.js';

describe('background work', () => {
  it('is waited for at the end, and its failures are told', async () => {
    const background = new Background();
    const told: unknown[] = [];
    const ended: string[] = [];
    const error = new Error('no');
    background.start(
      new Promise<void>(setImmediate).then(() => void ended.push('slow')),
      (failure) => told.push(failure),
    );
    background.start(Promise.reject(error), (failure) => told.push(failure));

    await background.settled();
    expect([ended, told]).toEqual([['slow'], [error]]);
  });

  it('that has ended holds nothing up', async () => {
    await expect(new Background().settled()).resolves.toBeUndefined();
  });
});
