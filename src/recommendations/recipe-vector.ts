import type { IngredientBook } from '../ingredients/ingredient-book.js';
import { featuresOf, type Features } from '../recipes/embedding.js';
import type { Recipe } from '../recipes/recipe.js';
import type { SparseVector } from './diversity.js';
import type { Kinship } from '../ingredients/kinship.js';

/**
 * The features of a catalogue, each with a place of its own and how rare it is. The recipes' stored embeddings fold the same
 * features into 64 numbers; here nothing is folded, so that a taste for Italian food never leaks into leeks.
 */
export class Vocabulary {
  readonly #places = new Map<string, number>();
  readonly #counts: number[] = [];
  readonly #features = new Map<Recipe, Features>();

  constructor(
    private readonly book: IngredientBook,
    private readonly kin: Kinship,
  ) {}

  /** Takes in what this one is like; how rare that is can be told once all were taken in. */
  learn(recipe: Recipe): void {
    const features = dishFeatures(recipe, this.book, this.kin);
    this.#features.set(recipe, features);
    for (const feature of features.keys()) this.#count(feature);
  }

  /** Features there are; every place is below it. */
  get size(): number {
    return this.#counts.length;
  }

  /** Where a feature stands; undefined for what no recipe has. */
  placeOf(feature: string): number | undefined {
    return this.#places.get(feature);
  }

  /** What a recipe is like: its foods, cuisine and technique, the rare ones most; of length 1. */
  vectorOf(recipe: Recipe): SparseVector {
    const features = [...(this.#features.get(recipe) ?? [])];
    const places = features.map(([feature]) => this.#places.get(feature) ?? 0);
    const weights = features.map(([, weight], at) => weight * this.#rarity(places[at] ?? 0));
    const length = Math.hypot(...weights);
    return {
      features: Uint32Array.from(places),
      weights: Float64Array.from(weights, (weight) => weight / length),
    };
  }

  #count(feature: string): void {
    const place = this.#places.get(feature) ?? this.#counts.length;
    this.#places.set(feature, place);
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
  }

  /** Inverse document frequency: what every dish has says little about any of them. */
  #rarity(place: number): number {
    return Math.log(1 + this.#features.size / (this.#counts[place] ?? 1));
  }
}

export const cuisineFeature = (cuisine: string) => `cuisine:${cuisine.toLowerCase()}`;
export const ingredientFeature = (slug: string) => `ingredient:${slug}`;

/** Whoever likes cheese likes cheddar: a food counts, half as strong, as everything it is a kind of. */
function dishFeatures({ ingredients, cuisine, steps }: Recipe, book: IngredientBook, kin: Kinship): Features {
  const foods = ingredients.flatMap(({ ingredientId }) => {
    const food = ingredientId === null ? undefined : book.byId(ingredientId);
    if (!food) return [];
    const kinds = kin.above(food.id).map((id) => book.byId(id)?.slug ?? null);
    return [null, ...kinds].map((parent) => ({ slug: food.slug, parent }));
  });
  return featuresOf({ ingredients: foods, cuisine: cuisine?.toLowerCase() ?? null, steps });
}
