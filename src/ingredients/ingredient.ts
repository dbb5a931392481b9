/** The EU fourteen (Regulation 1169/2011, Annex II), in English. */
export const allergens = [
  'gluten',
  'crustaceans',
  'eggs',
  'fish',
  'peanuts',
  'soybeans',
  'milk',
  'nuts',
  'celery',
  'mustard',
  'sesame',
  'sulphites',
  'lupin',
  'molluscs',
] as const;
export type Allergen = (typeof allergens)[number];

export const diets = [
  'vegan',
  'vegetarian',
  'pescatarian',
  'gluten-free',
  'dairy-free',
  'nut-free',
  'halal-friendly',
  'low-carb',
  'high-protein',
  'low-sodium',
] as const;
export type Diet = (typeof diets)[number];

export const ingredientCategories = [
  'vegetables',
  'fruit',
  'herbs',
  'spices',
  'legumes',
  'grains',
  'pasta',
  'bread',
  'baking',
  'nuts-and-seeds',
  'dairy',
  'eggs',
  'meat',
  'poultry',
  'fish',
  'seafood',
  'oils-and-fats',
  'condiments',
  'sauces',
  'sweeteners',
  'drinks',
  'plant-based',
  'snacks',
  'prepared',
] as const;
export type IngredientCategory = (typeof ingredientCategories)[number];

/** Where food is kept. */
export type Place = 'pantry' | 'fridge' | 'freezer';

/** Days a thing keeps, the lower bound of what the source gives; a place that makes no sense for it is left out. */
export interface ShelfLife {
  readonly home: Place;
  readonly kind: 'best-before' | 'use-by';
  readonly pantry?: KeepsFor;
  readonly fridge?: KeepsFor;
  readonly freezer?: KeepsFor;
}

export interface KeepsFor {
  /** Left out where a closed one is not kept there: a tin goes into the fridge once it is open. */
  readonly closed?: number;
  readonly opened?: number;
}

/** Grams of one countable unit: `{ "clove": 4, "head": 45 }`. */
export type PieceWeights = Readonly<Record<string, number>>;

/** Per 100 g as sold: kcal; g of protein, carbs, sugar, fat, saturated, fibre; mg of sodium. */
export interface Nutrition {
  readonly kcal: number;
  readonly protein: number;
  readonly carbs: number;
  readonly sugar: number;
  readonly fat: number;
  readonly saturated: number;
  readonly fibre: number;
  readonly sodium: number;
}

export interface Substitute {
  readonly slug: string;
  /** 0..1: how well it replaces the ingredient it stands under. */
  readonly confidence: number;
  /** Counted one for one, whatever each weighs. */
  readonly each?: true;
}

/** One ingredient of the curated table, as its data file says it. */
export interface IngredientFacts {
  readonly slug: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly category: IngredientCategory;
  /** The more general ingredient it can stand in for. */
  readonly parent: string | null;
  readonly contains: readonly Allergen[];
  readonly mayContain: readonly Allergen[];
  /** Diets it breaks that no allergen tells: vegan, vegetarian, pescatarian, halal-friendly. */
  readonly breaks: readonly Diet[];
  readonly shelf: ShelfLife;
  readonly density: number | null;
  readonly pieces: PieceWeights;
  readonly unit: 'g' | 'ml' | 'piece';
  readonly nutrition: Nutrition;
  readonly substitutes: readonly Substitute[];
}

/** An ingredient with the id it has in this database. */
export interface Ingredient extends IngredientFacts {
  readonly id: number;
  readonly updatedAt: Date;
}
