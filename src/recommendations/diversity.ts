/** A sparse vector of length 1: features and, at the same places, their weights. */
export interface SparseVector {
  readonly features: Uint32Array;
  readonly weights: Float64Array;
}

/** Something to be put in order: how good it is, what it is like, and who it is. */
export interface Candidate {
  readonly id: number;
  readonly value: number;
  readonly vector: SparseVector;
}

/** How much being good weighs against being different. */
const LAMBDA = 0.7;

/**
 * Maximal marginal relevance (Carbonell and Goldstein 1998): the best first, then again and again the one with the most of
 * λ·value − (1 − λ)·(similarity to the most similar one before it). Equal ones go by value, then by id.
 */
export function diversified<C extends Candidate>(candidates: readonly C[], features: number, lambda = LAMBDA): C[] {
  const waiting = candidates
    .toSorted((one, other) => other.value - one.value || one.id - other.id)
    .map((candidate): Waiting<C> => ({ candidate, closest: 0 }));
  const last = new Float64Array(features);
  const ordered: C[] = [];

  while (waiting.length > 0) {
    const [next] = waiting.splice(bestOf(waiting, lambda), 1);
    if (!next) break;
    const { candidate } = next;
    ordered.push(candidate);
    spread(candidate.vector, last, 1);
    for (const other of waiting) other.closest = Math.max(other.closest, dot(other.candidate.vector, last));
    spread(candidate.vector, last, 0);
  }
  return ordered;
}

interface Waiting<C> {
  readonly candidate: C;
  /** Similarity to the most similar one that is placed already. */
  closest: number;
}

/** Where the one of most worth stands; the first of equals, for they stand in the order that decides then. */
function bestOf(waiting: readonly Waiting<Candidate>[], lambda: number): number {
  let best = 0;
  let most = -Infinity;
  for (let at = 0; at < waiting.length; at += 1) {
    const { candidate, closest } = waiting[at] as Waiting<Candidate>;
    const worth = lambda * candidate.value - (1 - lambda) * closest;
    if (worth > most) [best, most] = [at, worth];
  }
  return best;
}

/** Writes a sparse vector into a dense one, or wipes it out again: so one dot product needs no search. */
function spread({ features, weights }: SparseVector, dense: Float64Array, scale: 0 | 1): void {
  for (let at = 0; at < features.length; at += 1) dense[features[at] ?? 0] = (weights[at] ?? 0) * scale;
}

/** The dot product of a sparse vector with a dense one. */
export function dot({ features, weights }: SparseVector, dense: Float64Array): number {
  let sum = 0;
  // The innermost loop of the ranking: places are known to be there.
  for (let at = 0; at < features.length; at += 1) sum += weights[at]! * dense[features[at]!]!;
  return sum;
}
