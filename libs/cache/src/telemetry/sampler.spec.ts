import { describe, expect, it } from '@jest/globals';
import { Sampler } from './sampler.js';

const pickedOf = (every: number, callers: number) => {
  const sampler = new Sampler(every);
  return Array.from({ length: callers }, (_, at) => at).filter(() => sampler.isDue());
};

describe('a sampler', () => {
  it.each([1, 2, 3, 10, 32, 1000])('picks one of %i', (every) => {
    expect(pickedOf(every, every * 2000).length / 2000).toBeCloseTo(1, 1);
  });

  it('of one, picks all', () => {
    expect(pickedOf(1, 100)).toHaveLength(100);
  });

  it.each([2, 7, 8, 32, 64])('sees each of %i who take turns about as often as the others', (callers) => {
    const picked = pickedOf(32, 32 * 1000 * callers);
    for (let caller = 0; caller < callers; caller += 1)
      expect(picked.filter((at) => at % callers === caller).length / 1000).toBeCloseTo(1, 0);
  });
});
