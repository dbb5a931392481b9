import { foodWords } from './food-words.js';
import type { IngredientBook } from './ingredient-book.js';
import type { Kinship } from './kinship.js';

/** A line of a recipe, as far as being meant by a name goes. */
export interface NamedLine {
  readonly name: string;
  /** The ingredient and others that would do; empty where nobody knows it. */
  readonly ingredientIds: readonly number[];
  /** Of its name. */
  readonly words: ReadonlySet<string>;
  readonly optional: boolean;
}

/** Something that is at hand. */
export interface NamedThing {
  readonly name: string;
  /** Null where nobody knows it. */
  readonly ingredientId: number | null;
}

/** Foods as a user names them: a food of the table means every kind of it, any other name is looked for by its words. */
export class NamedFoods {
  readonly #ids = new Set<number>();
  readonly #words: (readonly string[])[] = [];
  /** Of names that are no food of the table. */
  readonly #unknown: (readonly string[])[] = [];

  constructor(names: readonly string[], book: IngredientBook, kin: Kinship) {
    for (const name of names) {
      const known = book.match(name)?.ingredient;
      if (known) for (const id of [known.id, ...kin.below(known.id)]) this.#ids.add(id);
      const words = foodWords(name);
      if (words.length > 0) this.#words.push(words);
      if (words.length > 0 && !known) this.#unknown.push(words);
    }
  }

  /** The names of the lines that are meant. */
  in(lines: readonly NamedLine[]): string[] {
    return this.#words.length === 0 ? [] : lines.filter((line) => this.#means(line)).map(({ name }) => name);
  }

  /** The first line that is meant and can't be left out. */
  firstIn(lines: readonly NamedLine[]): string | undefined {
    return this.#words.length === 0 ? undefined : lines.find((line) => !line.optional && this.#means(line))?.name;
  }

  /** Whether a thing is meant. A food of the table is by what it is: oat milk is not "milk", though it is called so. */
  mean({ ingredientId, name }: NamedThing): boolean {
    if (ingredientId !== null && this.#ids.has(ingredientId)) return true;
    const named = ingredientId === null ? this.#words : this.#unknown;
    if (named.length === 0) return false;
    const words = new Set(foodWords(name));
    return named.some((wanted) => wanted.every((word) => words.has(word)));
  }

  /** A line with a choice ("butter or oil") is meant only when every choice is. */
  #means({ ingredientIds, words }: NamedLine): boolean {
    if (ingredientIds.length > 0 && ingredientIds.every((id) => this.#ids.has(id))) return true;
    return ingredientIds.length < 2 && this.#words.some((named) => named.every((word) => words.has(word)));
  }
}
