/** What is wished for beside what is in the pantry and what is preferred. */
export interface Wish {
  /** How many things may be missing at most. */
  readonly maxMissing: number;
  /** How long it may take, minutes; null for however long. */
  readonly maxMinutes: number | null;
}

/** Nothing in particular. */
export const ANY_WISH: Wish = { maxMissing: Infinity, maxMinutes: null };

interface Wished {
  readonly recipe: { readonly totalMinutes: number | null };
  readonly missing: readonly unknown[];
}

export function suitsWish({ recipe, missing }: Wished, { maxMissing, maxMinutes }: Wish): boolean {
  return missing.length <= maxMissing && isWithin(maxMinutes, recipe);
}

/** True for recipes that surely take no longer. */
export function isWithin(longest: number | null, { totalMinutes }: Wished['recipe']): boolean {
  return longest === null || (totalMinutes !== null && totalMinutes <= longest);
}
