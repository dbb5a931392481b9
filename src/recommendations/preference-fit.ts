import type { IngredientBook } from '../ingredients/ingredient-book.js';
import type { Ingredient } from '../ingredients/ingredient.js';
import { dot, type SparseVector } from './diversity.js';
import { cuisineFeature, ingredientFeature, type Vocabulary } from './recipe-vector.js';

/** What a user likes: as stated, and as learned from what the user did (leanings -1..1, ingredients by id). */
export interface Likings {
  readonly likedIngredients: readonly string[];
  readonly dislikedIngredients: readonly string[];
  readonly cuisines: Readonly<Record<string, number>>;
  readonly learned: {
    readonly cuisines: Readonly<Record<string, number>>;
    readonly ingredients: Readonly<Record<string, number>>;
    readonly confidence: number;
  };
}

/** Vectors of dishes hardly ever align: a quarter of the way is already a clear yes, and this brings it out. */
const STEEPNESS = 2.5;

/** The direction that a user's tastes point in, over the features of a catalogue. */
export interface TasteVector {
  readonly direction: Float64Array;
  /** 0..1: how strongly it is meant; 0 for somebody of whom nothing is known. */
  readonly strength: number;
}

/** Stated likings count in full, learned ones as far as they can be relied on. */
export function tasteVector(likings: Likings, vocabulary: Vocabulary, book: IngredientBook): TasteVector {
  const direction = new Float64Array(vocabulary.size);
  const lean = (feature: string, weight: number) => {
    const place = vocabulary.placeOf(feature);
    if (place !== undefined) direction[place] = (direction[place] ?? 0) + weight;
  };
  const leanToFood = (food: Ingredient | undefined, weight: number) => {
    if (food) lean(ingredientFeature(food.slug), weight);
  };
  const { cuisines, ingredients, confidence } = likings.learned;

  for (const [cuisine, weight] of Object.entries(likings.cuisines)) lean(cuisineFeature(cuisine), weight);
  for (const name of likings.likedIngredients) leanToFood(book.match(name)?.ingredient, 1);
  for (const name of likings.dislikedIngredients) leanToFood(book.match(name)?.ingredient, -1);
  for (const [cuisine, weight] of Object.entries(cuisines)) lean(cuisineFeature(cuisine), weight * confidence);
  for (const [id, weight] of Object.entries(ingredients)) leanToFood(book.byId(Number(id)), weight * confidence);
  const length = Math.hypot(...direction);
  return { direction: length === 0 ? direction : direction.map((x) => x / length), strength: Math.min(1, length) };
}

/** How much a dish is to the user's taste, 0..1: .5 says nothing is known, above is liked, below is avoided. */
export function preferenceFit(dish: SparseVector, taste: TasteVector): number {
  return 0.5 + 0.5 * Math.tanh(STEEPNESS * taste.strength * dot(dish, taste.direction));
}
