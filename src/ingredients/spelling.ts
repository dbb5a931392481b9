/** True when one letter too many, missing, wrong, or two swapped turn one word into the other. */
export function isOneSlipApart(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1 || one === other) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;

  const restOfOne = one.slice(at + 1);
  const restOfOther = other.slice(at + 1);
  if (restOfOne === restOfOther) return true;
  if (one.slice(at) === restOfOther || restOfOne === other.slice(at)) return true;
  return one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2);
}
