import { FoodNames } from './food-names.js';
import { foodWords } from './food-words.js';
import type { Ingredient } from './ingredient.js';
import type { IngredientMatch } from './ingredient-match.js';
import { NameReader } from './name-reader.js';

const LONGEST_MEMO = 20_000;

/** A part of a text: the name of a food, or one word that is none. Words are in the form of `foodWords`. */
export interface Passage {
  readonly words: readonly string[];
  readonly ingredient?: Ingredient;
}

/**
 * Finds the ingredient that a name means: by name or alias, longest first, without modifiers, last by its head noun.
 * Never a more general food for a more specific other one: rather nothing.
 */
export class IngredientBook {
  readonly #names = new FoodNames();
  readonly #reader = new NameReader(this.#names);
  readonly #bySlug = new Map<string, Ingredient>();
  readonly #byId = new Map<number, Ingredient>();
  readonly #memo = new Map<string, IngredientMatch | undefined>();

  constructor(readonly ingredients: readonly Ingredient[]) {
    for (const ingredient of ingredients) {
      this.#bySlug.set(ingredient.slug, ingredient);
      this.#byId.set(ingredient.id, ingredient);
      this.#names.learn(ingredient.name, ingredient);
    }
    for (const ingredient of ingredients) {
      for (const alias of ingredient.aliases) this.#names.learn(alias, ingredient);
    }
  }

  bySlug(slug: string): Ingredient | undefined {
    return this.#bySlug.get(slug);
  }

  byId(id: number): Ingredient | undefined {
    return this.#byId.get(id);
  }

  /** True for the ingredient of that slug and for every kind of it: cheddar is a kind of cheese. */
  isKindOf(ingredient: Ingredient, slug: string): boolean {
    const above = ingredient.parent === null ? undefined : this.#bySlug.get(ingredient.parent);
    return ingredient.slug === slug || (above !== undefined && this.isKindOf(above, slug));
  }

  /** True where a word, in the form of `foodWords`, names a food and the other word does not name that one. */
  areOfOtherFoods(word: string, other: string): boolean {
    return this.#names.known.areOfOtherFoods(word, other);
  }

  /** The ingredient a name means and how sure that is; undefined when it is not known for certain enough. */
  match(name: string): IngredientMatch | undefined {
    if (this.#memo.has(name)) return this.#memo.get(name);
    if (this.#memo.size >= LONGEST_MEMO) this.#memo.clear();
    const match = this.#reader.read(foodWords(name));
    this.#memo.set(name, match);
    return match;
  }

  /**
   * Every ingredient that a text names by name or alias, the longest names first taken, each once. Words of `notAlone` name
   * one only together with others.
   */
  namedIn(text: string, notAlone: ReadonlySet<string> = new Set()): Ingredient[] {
    const found = new Set<Ingredient>();
    for (const { words, ingredient } of this.readIn(text)) {
      if (ingredient && (words.length > 1 || !notAlone.has(words[0] ?? ''))) found.add(ingredient);
    }
    return [...found];
  }

  /** The words of a text that stand in none of the names it has, in the form of `foodWords`. */
  wordsOfNoFood(text: string): string[] {
    return [...this.readIn(text)].flatMap(({ words, ingredient }) => (ingredient ? [] : words));
  }

  /** A text from name to name, and word for word between them. */
  *readIn(text: string): Generator<Passage> {
    const words = foodWords(text);
    for (let at = 0; at < words.length;) {
      const span = this.#names.longestFrom(words, at);
      const length = span?.length ?? 1;
      yield { words: words.slice(at, at + length), ingredient: span?.ingredient };
      at += length;
    }
  }
}
