import { describe, expect, it } from '@jest/globals';
import { eachOf } from './each-of.js';

describe('eachOf', () => {
  it('does every item once, never more than so many at a time, and goes on past those that fail', async () => {
    const done: number[] = [];
    const failed: number[] = [];
    let running = 0;
    let widest = 0;
    await eachOf(
      Array.from({ length: 50 }, (_, item) => item),
      4,
      async (item) => {
        running += 1;
        widest = Math.max(widest, running);
        await new Promise(setImmediate);
        running -= 1;
        if (item % 7 === 0) throw new Error('no');
        done.push(item);
      },
      (item) => void failed.push(item),
    );
    expect(widest).toBe(4);
    expect([...done, ...failed].toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: 50 }, (_, item) => item),
    );
    expect(failed).toEqual([0, 7, 14, 21, 28, 35, 42, 49]);
  });

  it('has nothing to do for nobody', async () => {
    await expect(
      eachOf(
        [],
        4,
        () => Promise.reject(new Error('never')),
        () => undefined,
      ),
    ).resolves.toBeUndefined();
  });
});
