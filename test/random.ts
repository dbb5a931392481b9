import { randomInt } from 'node:crypto';

/** Chance that can be had again: every test that uses it tells its seed when it fails. `SEED` in the environment sets it. */
export function aRandom(seed = Number(process.env.SEED ?? randomInt(2 ** 31))) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    seed,
    next,
    pick: <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T,
  };
}
