import { foodWords } from './food-words.js';
import type { Ingredient } from './ingredient.js';
import { KnownWords } from './known-words.js';

/** An ingredient and how many words named it. */
interface Span {
  readonly ingredient: Ingredient;
  readonly length: number;
}

/** Every name and alias of the table, by its words. Of two foods with one name the first that is learned has it. */
export class FoodNames {
  readonly known = new KnownWords();
  readonly #byName = new Map<string, Ingredient>();
  /** Words of the longest name: nothing longer is looked up. */
  #longest = 0;

  get longest(): number {
    return this.#longest;
  }

  learn(name: string, ingredient: Ingredient): void {
    const words = foodWords(name);
    const key = words.join(' ');
    this.#longest = Math.max(this.#longest, words.length);
    if (!this.#byName.has(key)) this.#byName.set(key, ingredient);
    this.known.learn(words, ingredient);
  }

  /** The ingredient of exactly that name. */
  of(words: readonly string[]): Ingredient | undefined {
    return this.#byName.get(words.join(' '));
  }

  /** The longest name that begins at a place in a text. */
  longestFrom(words: readonly string[], at: number): Span | undefined {
    for (let length = Math.min(this.#longest, words.length - at); length > 0; length -= 1) {
      const ingredient = this.of(words.slice(at, at + length));
      if (ingredient) return { ingredient, length };
    }
    return undefined;
  }
}
