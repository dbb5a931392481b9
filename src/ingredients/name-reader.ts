import { isBlendOfItsOwn } from './blends.js';
import type { FoodNames } from './food-names.js';
import type { IngredientMatch } from './ingredient-match.js';
import { withoutMakers } from './makers.js';
import { claimsHold, isHiding, isModifier } from './modifiers.js';
import { beforePreposition, isProductHead, withoutTail } from './name-rules.js';
import { PlainReading } from './plain-reading.js';

const EXACT = 1;
const COMMON = 0.95;
const RESPELLED = 0.8;
const HEAD_NOUN = 0.6;

/** Reads names of food: as they stand, without who made it, with slips of the pen mended, last by their head noun. */
export class NameReader {
  readonly #plain: PlainReading;

  constructor(private readonly names: FoodNames) {
    this.#plain = new PlainReading(names);
  }

  /** What the words of a name mean; undefined when that is not certain enough. */
  read(words: readonly string[]): IngredientMatch | undefined {
    if (words.length === 0) return undefined;
    const exact = this.names.of(words);
    if (exact) return { ingredient: exact, confidence: EXACT };

    return this.#plain.of(words) ?? this.#commonly(withoutMakers(words));
  }

  /** What the words mean once they tell of no maker. */
  #commonly(words: readonly string[]): IngredientMatch | undefined {
    const exact = this.names.of(words);
    if (exact) return { ingredient: exact, confidence: COMMON };
    const name = beforePreposition(words);
    return this.#plain.of(words) ?? this.#respelled(words) ?? this.#named(name) ?? this.#byHead(name);
  }

  /** The name without what is said about it: "tuna in oil" is tuna. */
  #named(name: readonly string[]): IngredientMatch | undefined {
    const ingredient = this.names.of(name);
    const match = ingredient ? { ingredient } : (this.#plain.of(name) ?? this.#respelled(name));
    return match && { ingredient: match.ingredient, confidence: RESPELLED };
  }

  /** With slips of the pen mended. */
  #respelled(words: readonly string[]): IngredientMatch | undefined {
    const mended = this.names.known.mended(words);
    if (!mended) return undefined;
    const exact = this.names.of(mended);
    const match = exact ? { ingredient: exact, confidence: EXACT } : this.#plain.of(mended);
    return match && { ...match, confidence: RESPELLED };
  }

  #byHead(words: readonly string[]): IngredientMatch | undefined {
    if (isBlendOfItsOwn(words)) return undefined;
    const bare = withoutTail(words);
    for (let length = Math.min(bare.length, this.names.longest); length > 0; length -= 1) {
      const ingredient = this.names.of(bare.slice(bare.length - length));
      if (!ingredient) continue;
      const before = bare.slice(0, bare.length - length);
      return this.#swallows(bare, before) || !claimsHold(ingredient, before)
        ? undefined
        : { ingredient, confidence: HEAD_NOUN };
    }
    return undefined;
  }

  /** True when the words before the head may make it another food. */
  #swallows(words: readonly string[], before: readonly string[]): boolean {
    const unknown = before.filter((word) => !isModifier(word));
    if (unknown.length === 0) return false;
    if (isProductHead(words.at(-1))) return true;
    return unknown.some((word) => this.names.known.isOfFood(word) || isHiding(word));
  }
}
