/** Draws from 0 to `keys - 1`, the n-th about 1/n^skew as often as the first; the same each time for the same seed. */
export function aZipf(keys: number, skew: number, seed: number): () => number {
  const sums = new Float64Array(keys);
  let sum = 0;
  for (let key = 0; key < keys; key += 1) sums[key] = sum += (key + 1) ** -skew;
  const random = aRandom(seed);
  return () => placeOf(sums, random() * sum);
}

/** Mulberry32: 0 <= random() < 1. */
export function aRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The first place whose sum is above `height`, by halving. */
function placeOf(sums: Float64Array, height: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? Infinity) > height) high = middle;
    else low = middle + 1;
  }
  return low;
}
