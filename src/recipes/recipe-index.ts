import { foodWords } from '../ingredients/food-words.js';
import { isOneSlipApart } from '../ingredients/spelling.js';
import type { Recipe } from './recipe.js';

/** How much a word says by where it stands. */
const WEIGHTS = { title: 5, tags: 3, cuisine: 3, ingredients: 2, summary: 1 } as const;
/** A word that only begins like the one asked for, or is one slip of the pen away, says less. */
const PREFIX = 0.6;
const SLIP = 0.4;
const SHORTEST_SLIP = 5;
const SHORTEST_PREFIX = 2;

type Postings = Map<number, number>;

/** Finds recipes by their words: whole, by their beginning, or with one slip of the pen. Made once for a catalogue. */
export class RecipeIndex {
  readonly #postings = new Map<string, Postings>();
  readonly #words: readonly string[];

  constructor(readonly recipes: readonly Recipe[]) {
    for (const recipe of recipes) this.#add(recipe);
    this.#words = [...this.#postings.keys()].toSorted();
  }

  /**
   * How well each recipe fits, by id, 0..1 with the best at 1. Recipes must have every word of the query; where none has, those
   * with some of them.
   */
  search(query: string): ReadonlyMap<number, number> {
    const hits = [...new Set(foodWords(query))].map((word) => this.#hitsOf(word));
    const [first = new Map<number, number>(), ...rest] = hits;
    const inAll = [...first.keys()].filter((id) => rest.every((one) => one.has(id)));
    const ids = inAll.length > 0 ? inAll : [...new Set(hits.flatMap((one) => [...one.keys()]))];

    const scores = ids.map((id) => [id, hits.reduce((sum, one) => sum + (one.get(id) ?? 0), 0)] as const);
    const best = scores.reduce((most, [, score]) => Math.max(most, score), 0);
    return new Map(scores.map(([id, score]) => [id, Math.round((score / best) * 1e4) / 1e4]));
  }

  #add(recipe: Recipe): void {
    const texts: Record<keyof typeof WEIGHTS, string> = {
      title: recipe.title,
      tags: recipe.tags.join(' '),
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

  /** Recipes with the word, rare words counting more. Slips are looked for only where nothing else is found. */
  #hitsOf(word: string): Postings {
    const hits: Postings = new Map();
    this.#gather(hits, word, 1);
    for (const longer of this.#beginningWith(word)) this.#gather(hits, longer, PREFIX);
    if (hits.size > 0 || word.length < SHORTEST_SLIP) return hits;
    for (const near of this.#words) if (isOneSlipApart(word, near)) this.#gather(hits, near, SLIP);
    return hits;
  }

  #gather(hits: Postings, word: string, factor: number): void {
    const postings = this.#postings.get(word);
    if (!postings) return;
    const rarity = Math.log(1 + this.recipes.length / postings.size);
    for (const [id, weight] of postings) hits.set(id, Math.max(hits.get(id) ?? 0, weight * rarity * factor));
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
