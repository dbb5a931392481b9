/** True when one letter too many, missing, wrong, or two swapped turn one word into the other. */
export function isOneSlipApart(one: string, other: string): boolean {
  return slipsBetween(one, other, 1) === 1;
}

/**
 * How many letters too many, missing, wrong, or neighbours swapped lie between two words, undefined above `most`. No letter is
 * mended twice (the restricted Damerau-Levenshtein distance).
 */
export function slipsBetween(one: string, other: string, most: number): number | undefined {
  if (Math.abs(one.length - other.length) > most) return undefined;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let at = 1; at <= one.length; at += 1) {
    const row = rowOf(one, other, at, last, beforeLast);
    if (Math.min(...row) > most) return undefined;
    [beforeLast, last] = [last, row];
  }
  const slips = last[other.length] ?? 0;
  return slips > most ? undefined : slips;
}

/** The slips between the first `at` letters of one word and each beginning of the other. */
function rowOf(
  one: string,
  other: string,
  at: number,
  last: readonly number[],
  beforeLast: readonly number[],
): number[] {
  const row = [at];
  for (let to = 1; to <= other.length; to += 1) {
    const wrong = (last[to - 1] ?? 0) + (one[at - 1] === other[to - 1] ? 0 : 1);
    const isSwapped = at > 1 && to > 1 && one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1];
    const swapped = isSwapped ? (beforeLast[to - 2] ?? 0) + 1 : Infinity;
    row.push(Math.min(wrong, (last[to] ?? 0) + 1, (row[to - 1] ?? 0) + 1, swapped));
  }
  return row;
}
