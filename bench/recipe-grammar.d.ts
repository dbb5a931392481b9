/** `count` recipes as schema.org/Recipe, each with an identifier of its own; the same for the same count and seed. */
export function recipesOfGrammar(
  shipped: readonly Readonly<Record<string, unknown>>[],
  count: number,
  seed?: number,
): Record<string, unknown>[];
