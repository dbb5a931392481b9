const { floor, imul } = Math;

/** Numbers 0 <= x < 1 that are the same again for the same seed (mulberry32). */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Ranks 0 .. count - 1, the first drawn most often: the chance of the n-th falls as n to the power of -skew. */
export function zipf(count, skew, random) {
  const upTo = new Float64Array(count);
  let sum = 0;
  for (let rank = 0; rank < count; rank += 1) upTo[rank] = sum += (rank + 1) ** -skew;
  return () => firstAbove(upTo, random() * sum);
}

function firstAbove(ascending, wanted) {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A copy in an order that the seed decides. */
export function shuffled(items, random) {
  const order = [...items];
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = floor(random() * (at + 1));
    [order[at], order[other]] = [order[other], order[at]];
  }
  return order;
}
