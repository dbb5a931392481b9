import { isBlend, isBlendOfItsOwn, namesOfBlend, stemOfBlend } from './blends.js';
import type { FoodNames } from './food-names.js';
import type { Ingredient } from './ingredient.js';
import type { IngredientMatch } from './ingredient-match.js';
import { claimsHold, isModifier } from './modifiers.js';
import { beforePreposition, isClassWord, isOfClass } from './name-rules.js';

const WITHOUT_MODIFIERS = 0.95;
const SQUEEZED = 0.9;

/** What a name means when all that is not in the table's own name for it only says how the food is. */
export class PlainReading {
  constructor(private readonly names: FoodNames) {}

  of(words: readonly string[]): IngredientMatch | undefined {
    const blend = this.#blend(words);
    if (blend || isBlendOfItsOwn(words)) return blend && { ingredient: blend, confidence: SQUEEZED };
    return this.#amongModifiers(words) ?? this.#squeezed(words) ?? this.#ownWords(words) ?? this.#withoutClass(words);
  }

  /** The longest alias all of whose neighbours are modifiers; of two equally long ones the later. */
  #amongModifiers(words: readonly string[]): IngredientMatch | undefined {
    for (let length = Math.min(words.length - 1, this.names.longest); length > 0; length -= 1) {
      for (let start = words.length - length; start >= 0; start -= 1) {
        const ingredient = this.names.of(words.slice(start, start + length));
        if (!ingredient) continue;
        const rest = [...words.slice(0, start), ...words.slice(start + length)];
        if (rest.every(isModifier) && claimsHold(ingredient, rest)) {
          return { ingredient, confidence: WITHOUT_MODIFIERS };
        }
      }
    }
    return undefined;
  }

  /** With the modifiers between the words of the name taken out: "chicken boneless thighs". */
  #squeezed(words: readonly string[]): IngredientMatch | undefined {
    if (beforePreposition(words).length < words.length) return undefined;
    const kept = words.filter((word) => !isModifier(word));
    const ingredient = this.names.of(kept);
    if (!ingredient || !claimsHold(ingredient, words)) return undefined;
    return { ingredient, confidence: SQUEEZED };
  }

  /** "smoked streaky bacon": each word before the head is one that the same food is called by. */
  #ownWords(words: readonly string[]): IngredientMatch | undefined {
    const ingredient = this.names.of(words.slice(-1));
    const isOwn = (word: string) => isModifier(word) || this.names.of([word, ...words.slice(-1)]) === ingredient;
    const before = words.slice(0, -1);
    return ingredient && before.every(isOwn) && claimsHold(ingredient, before)
      ? { ingredient, confidence: SQUEEZED }
      : undefined;
  }

  /** A mixture of spices under another of the words for mixtures: "Cajun spice blend" is Cajun seasoning. */
  #blend(words: readonly string[]): Ingredient | undefined {
    const stem = stemOfBlend(words);
    if (!stem || stem.length === 0) return undefined;
    return namesOfBlend(stem)
      .map((name) => this.names.of([name]))
      .find((ingredient) => ingredient && isBlend(ingredient));
  }

  /** "gouda cheese" is gouda, since gouda is dairy; "soy milk" never soy. */
  #withoutClass(words: readonly string[]): IngredientMatch | undefined {
    const at = words.findLastIndex(isClassWord);
    if (at < 1) return undefined;
    const rest = words.toSpliced(at, 1);
    const exact = this.names.of(rest);
    const match = exact ? { ingredient: exact, confidence: SQUEEZED } : this.#amongModifiers(rest);
    return match && isOfClass(match.ingredient, words[at]) ? { ...match, confidence: SQUEEZED } : undefined;
  }
}
