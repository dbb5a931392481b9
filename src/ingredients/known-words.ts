import type { Ingredient } from './ingredient.js';
import { isModifier } from './modifiers.js';
import { isOneSlipApart } from './spelling.js';

const SHORTEST_SLIP = 6;
const SHORTEST_JOINED = 5;
/** Longer texts are no names, and looking for slips in all of their words would take long. */
const MOST_MENDED = 10;

/** The words that names of food are made of, and what a word that is none of them was meant to be. */
export class KnownWords {
  /** The words, each with the foods that it stands in a name of. */
  readonly #foodWords = new Map<string, Set<Ingredient>>();

  learn(words: readonly string[], food: Ingredient): void {
    for (const word of words) {
      if (!isModifier(word)) this.#foodWords.set(word, (this.#foodWords.get(word) ?? new Set()).add(food));
    }
  }

  /** True for a word that stands in the name of some food, and is not only said of food. */
  isOfFood(word: string): boolean {
    return this.#foodWords.has(word);
  }

  /** True where the one word stands in names of food, and the other in none of those foods' names. */
  areOfOtherFoods(word: string, other: string): boolean {
    const foods = this.#foodWords.get(word);
    const others = this.#foodWords.get(other);
    return foods !== undefined && ![...foods].some((food) => others?.has(food));
  }

  /** The words with slips of the pen and words torn apart mended; undefined where there is nothing to mend. */
  mended(words: readonly string[]): readonly string[] | undefined {
    if (words.length > MOST_MENDED) return undefined;
    const whole = this.#joined(words);
    const mended = whole.map((word) => (this.#knows(word) ? word : (this.#nearest(word) ?? word)));
    return mended.length === words.length && mended.every((word, at) => word === words[at]) ? undefined : mended;
  }

  /** "on ion": an unknown word that makes a known one with its neighbour. */
  #joined(words: readonly string[]): readonly string[] {
    const at = words.findIndex((word, place) => this.#isTorn(word, words[place + 1]));
    if (at < 0) return words;
    return this.#joined(words.toSpliced(at, 2, `${words[at]}${words[at + 1]}`));
  }

  #isTorn(word: string, next: string | undefined): boolean {
    if (next === undefined || (this.#knows(word) && this.#knows(next))) return false;
    const joined = `${word}${next}`;
    return joined.length >= SHORTEST_JOINED && this.#foodWords.has(joined);
  }

  #knows(word: string): boolean {
    return this.#foodWords.has(word) || isModifier(word);
  }

  /** A long word nobody knows is the one known word that is one letter away. */
  #nearest(word: string): string | undefined {
    if (word.length < SHORTEST_SLIP) return undefined;
    const near = [...this.#foodWords.keys()].filter(
      (known) => known.length >= SHORTEST_SLIP - 1 && isOneSlipApart(word, known),
    );
    return near.length === 1 ? near[0] : undefined;
  }
}
