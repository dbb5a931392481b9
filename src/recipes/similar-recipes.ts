import type { Recipe } from './recipe.js';

export interface SimilarRecipe {
  readonly recipe: Recipe;
  /** The dot product of the two embeddings, -1..1, to `LIKENESS_DIGITS`. */
  readonly similarity: number;
}

/** Digits that tell likeness: below lies what is left of rounding the embeddings, and no difference between dishes. */
export const LIKENESS_DIGITS = 4;
const PLACES = 10 ** LIKENESS_DIGITS;

/**
 * The whole catalogue but the recipe itself, the most like it first: an exact scan of the stored embeddings. Equally like ones
 * stand by id, so that the order is the same on every machine.
 */
export function similarTo(recipe: Recipe, catalogue: readonly Recipe[]): SimilarRecipe[] {
  return catalogue
    .filter(({ id }) => id !== recipe.id)
    .map((other) => ({ recipe: other, similarity: alike(recipe.embedding, other.embedding) }))
    .toSorted((one, other) => other.similarity - one.similarity || one.recipe.id - other.recipe.id);
}

/** Of a recipe with nothing known in it the embedding is all zeros: it is like none. */
function alike(one: readonly number[], other: readonly number[]): number {
  const product = one.reduce((sum, part, at) => sum + part * (other[at] ?? 0), 0);
  return Math.round(product * PLACES) / PLACES;
}
