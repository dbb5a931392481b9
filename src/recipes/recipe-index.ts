import { atOnce, eachMade, type Steps } from '../background/in-slices.js';
import { foodWords, writtenWords } from '../ingredients/food-words.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import { forgivenSlips, forgivesAny } from './forgiven-slips.js';
import type { Recipe } from './recipe.js';
import { foodByWord, kindsMeantBy, RecipesByFood, type NamedFood } from './recipes-by-food.js';

/** How much a word says by where it stands. */
const WEIGHTS = { title: 5, tags: 3, cuisine: 3, ingredients: 2, summary: 1 } as const;
const FULL_WEIGHT = 1 + Object.values(WEIGHTS).reduce((sum, weight) => sum + weight, 0);
/** How a word of a recipe answers to one asked for. The better way comes first, wherever in the recipe the word stands. */
const WAYS = ['general food', 'two slips', 'one slip', 'beginning', 'whole'] as const;
type Way = (typeof WAYS)[number];
const SHORTEST_PREFIX = 2;

type Postings = Map<number, number>;

/** What one word of a query finds: how well each recipe fits, and how much that says. */
interface WordHits {
  readonly fits: ReadonlyMap<number, number>;
  readonly rarity: number;
}

/**
 * Finds recipes by their words: whole, by their beginning, or with slips of the pen, more of them in longer words. Made once for
 * a catalogue.
 */
export class RecipeIndex {
  readonly #postings = new Map<string, Postings>();
  readonly #byFood = new RecipesByFood();
  #words: readonly string[] = [];

  private constructor(readonly recipes: readonly Recipe[]) {}

  static of(recipes: readonly Recipe[]): RecipeIndex {
    return atOnce(RecipeIndex.making(recipes));
  }

  /** As `of`, recipe by recipe. */
  static *making(recipes: readonly Recipe[]): Steps<RecipeIndex> {
    const index = new RecipeIndex(recipes);
    yield* eachMade(recipes, (recipe) => index.#add(recipe));
    index.#words = [...index.#postings.keys()].toSorted();
    return index;
  }

  /**
   * How well each recipe fits, by id, 0..1 with the best at 1. Recipes must have every word of the query; where none has, those
   * with some of them. A word is never taken for one of another food that `book` tells of: plaice is no slip for "place". And what
   * names a food finds the recipes that have it under another name, or a kind of it: courgettes are in what has zucchini, tinned
   * chickpeas in what has garbanzo beans. Where none has, it finds those with the food that it is a kind of, then those with what a slip
   * of the pen made of it.
   */
  search(query: string, book?: IngredientBook): ReadonlyMap<number, number> {
    // A word whose ending was taken off had been typed to its end: "peas" does not go on to "peanut".
    const typed = new Set(writtenWords(query));
    const named = book && foodByWord(query, book);
    const hits = [...new Set(foodWords(query))].map((word) =>
      this.#hitsOf(word, typed.has(word), book, named?.get(word)),
    );
    const [first, ...rest] = hits;
    const inAll = [...(first?.fits.keys() ?? [])].filter((id) => rest.every(({ fits }) => fits.has(id)));
    const ids = inAll.length > 0 ? inAll : [...new Set(hits.flatMap(({ fits }) => [...fits.keys()]))];

    const scoreOf = (id: number) => hits.reduce((sum, { fits, rarity }) => sum + rarity * (fits.get(id) ?? 0), 0);
    const scores = ids.map((id) => [id, scoreOf(id)] as const);
    const best = scores.reduce((most, [, score]) => Math.max(most, score), 0);
    return new Map(scores.map(([id, score]) => [id, Math.round((score / best) * 1e4) / 1e4]));
  }

  #add(recipe: Recipe): void {
    this.#byFood.add(recipe);
    const texts: Record<keyof typeof WEIGHTS, string> = {
      title: recipe.title,
      tags: [...recipe.tags, ...recipe.diets].join(' '),
      cuisine: recipe.cuisine ?? '',
      ingredients: recipe.ingredients.map(({ name }) => name).join(' '),
      summary: recipe.summary,
    };
    for (const field of ['title', 'tags', 'cuisine', 'ingredients', 'summary'] as const) {
      for (const word of new Set(foodWords(texts[field]))) this.#count(word, recipe.id, WEIGHTS[field]);
    }
  }

  #count(word: string, id: number, weight: number): void {
    const postings = this.#postings.get(word) ?? new Map<number, number>();
    postings.set(id, (postings.get(id) ?? 0) + weight);
    this.#postings.set(word, postings);
  }

  /** Recipes with the word, rare words counting more. Slips are looked for, and more general foods, only where nothing else is found. */
  #hitsOf(word: string, mayGoOn: boolean, book?: IngredientBook, food?: NamedFood): WordHits {
    const fits: Postings = new Map();
    this.#gather(fits, word, 'whole');
    this.#gatherFoods(fits, food?.kinds ?? [], 'whole');
    if (mayGoOn) for (const longer of this.#beginningWith(word)) this.#gather(fits, longer, 'beginning');
    if (fits.size === 0) this.#gatherFoods(fits, food?.general ?? [], 'general food');
    if (fits.size === 0 && forgivesAny(word)) this.#gatherSlips(fits, word, book);
    // "zuchini": no recipe has a word like it, as all of them say courgette.
    if (fits.size === 0 && book) this.#gatherFoods(fits, kindsMeantBy(word, book), 'one slip');

    return { fits, rarity: Math.log(1 + this.recipes.length / Math.max(1, fits.size)) };
  }

  #gatherFoods(fits: Postings, foods: readonly number[], way: Way): void {
    for (const id of this.#byFood.having(foods)) raise(fits, id, fitOf(way, WEIGHTS.ingredients));
  }

  #gatherSlips(fits: Postings, word: string, book?: IngredientBook): void {
    for (const near of this.#words) {
      const slips = forgivenSlips(word, near);
      if (slips === undefined || book?.areOfOtherFoods(word, near) === true) continue;
      this.#gather(fits, near, slips === 1 ? 'one slip' : 'two slips');
    }
  }

  /** How well each recipe fits by this word alone, over 0 and under 1. */
  #gather(fits: Postings, word: string, way: Way): void {
    for (const [id, weight] of this.#postings.get(word) ?? []) raise(fits, id, fitOf(way, weight));
  }

  #beginningWith(word: string): string[] {
    if (word.length < SHORTEST_PREFIX) return [];
    const from = this.#placeOf(word);
    const after = this.#placeOf(`${word}\uffff`);
    return this.#words.slice(from, after).filter((longer) => longer !== word);
  }

  /** Where `word` stands, or would, among the sorted words. */
  #placeOf(word: string): number {
    let low = 0;
    let high = this.#words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#words[middle] ?? '') < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function raise(fits: Postings, id: number, fit: number): void {
  fits.set(id, Math.max(fits.get(id) ?? 0, fit));
}

/** How well a recipe fits by one word, over 0 and under 1. */
function fitOf(way: Way, weight: number): number {
  return (WAYS.indexOf(way) + weight / FULL_WEIGHT) / WAYS.length;
}
