import { describe, expect, it, jest } from '@jest/globals';
import { atOnce, eachMade, inSlices } from './in-slices.js';

/** Each thing that is made takes so long, by a clock that nothing else moves. */
function thingsOf(ms: number) {
  let now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  return (thing: string) => {
    now += ms;
    return thing.toUpperCase();
  };
}

describe('long work', () => {
  it('lets others have their turn after each few milliseconds, and brings what it would at once', async () => {
    const told: string[] = [];
    const make = thingsOf(2);
    const others = () => {
      told.push('others');
      if (told.length < 20) setImmediate(others);
    };
    setImmediate(others);

    const dishes = ['soup', 'stew', 'pie', 'tart', 'roast'];
    const made = inSlices(
      eachMade(dishes, (dish) => {
        told.push(dish);
        return make(dish);
      }),
    );
    expect(await made).toEqual(['SOUP', 'STEW', 'PIE', 'TART', 'ROAST']);
    expect(told.slice(0, 7)).toEqual(['soup', 'stew', 'others', 'pie', 'tart', 'others', 'roast']);
    expect(atOnce(eachMade(dishes, make))).toEqual(await made);
  });

  it('that is short gives way to nobody', async () => {
    const turn = jest.fn();
    setImmediate(turn);
    await inSlices(eachMade(['soup', 'stew'], thingsOf(1)));
    expect(turn).not.toHaveBeenCalled();
  });

  it('that fails at a step fails', async () => {
    const spilt = new Error('spilt');
    const spill = () => {
      throw spilt;
    };
    await expect(inSlices(eachMade(['soup'], spill))).rejects.toBe(spilt);
    expect(() => atOnce(eachMade(['soup'], spill))).toThrow(spilt);
  });
});
