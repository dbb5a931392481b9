/**
 * The two-sample test of Kolmogorov and Smirnov: how likely two samples of one distribution differ as much as these. `distance` is the largest
 * difference between the shares of values up to any value.
 */
export function kolmogorovSmirnov(one: readonly number[], other: readonly number[]): { distance: number; p: number } {
  const [a, b] = [one.toSorted((x, y) => x - y), other.toSorted((x, y) => x - y)];
  let distance = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const value = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    // Equal values are passed together: between them nothing can be told apart.
    while (i < a.length && a[i] === value) i += 1;
    while (j < b.length && b[j] === value) j += 1;
    distance = Math.max(distance, Math.abs(i / a.length - j / b.length));
  }
  const size = Math.sqrt((a.length * b.length) / (a.length + b.length));
  return { distance, p: tail((size + 0.12 + 0.11 / size) * distance) };
}

const TERMS = 100;

/** How likely the limit distribution is beyond `lambda`: twice an alternating sum whose terms vanish quickly. */
function tail(lambda: number): number {
  // There it is over .99999, and the sum converges slowly.
  if (lambda < 0.3) return 1;
  let sum = 0;
  for (let k = 1; k <= TERMS; k += 1) sum += (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * lambda * lambda);
  return Math.min(1, Math.max(0, 2 * sum));
}
