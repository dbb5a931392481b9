import { describe, expect, it } from '@jest/globals';
import { Gate } from './gate.js';

describe('a gate', () => {
  it('never lets more through than it is wide, and everybody in the end, failures or not', async () => {
    const gate = new Gate(3);
    let inside = 0;
    let most = 0;
    const works = Array.from({ length: 40 }, (_, index) =>
      gate.run(async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise(setImmediate);
        inside -= 1;
        if (index % 5 === 0) throw new Error('no');
        return index;
      }),
    );
    const ends = await Promise.allSettled(works);
    expect(most).toBe(3);
    expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(8);
    await expect(gate.run(async () => 'free again')).resolves.toBe('free again');
  });
});
