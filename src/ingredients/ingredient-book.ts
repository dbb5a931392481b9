import { isBlend, isBlendOfItsOwn, namesOfBlend, stemOfBlend } from './blends.js';
import { foodWords } from './food-words.js';
import type { Ingredient } from './ingredient.js';
import { KnownWords } from './known-words.js';
import { withoutMakers } from './makers.js';
import { beforePreposition, isClassWord, isOfClass, isProductHead, withoutTail } from './name-rules.js';
import { claimsHold, isHiding, isModifier } from './modifiers.js';

export interface IngredientMatch {
  readonly ingredient: Ingredient;
  /** 1 for the very name, down to .6 for a head noun with unknown words before it. */
  readonly confidence: number;
}

const EXACT = 1;
const WITHOUT_MODIFIERS = 0.95;
const SQUEEZED = 0.9;
const RESPELLED = 0.8;
const HEAD_NOUN = 0.6;
const LONGEST_MEMO = 20_000;

/**
 * Finds the ingredient that a name means: by name or alias, longest first, without modifiers, last by its head noun.
 * Never a more general food for a more specific other one: rather nothing.
 */
export class IngredientBook {
  readonly #byAlias = new Map<string, Ingredient>();
  readonly #bySlug = new Map<string, Ingredient>();
  readonly #byId = new Map<number, Ingredient>();
  readonly #known = new KnownWords();
  readonly #memo = new Map<string, IngredientMatch | undefined>();
  /** Words of the longest name: nothing longer is looked up. */
  #longest = 0;

  constructor(readonly ingredients: readonly Ingredient[]) {
    for (const ingredient of ingredients) {
      this.#bySlug.set(ingredient.slug, ingredient);
      this.#byId.set(ingredient.id, ingredient);
      this.#learn(ingredient.name, ingredient);
    }
    for (const ingredient of ingredients) {
      for (const alias of ingredient.aliases) this.#learn(alias, ingredient);
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
    return this.#known.areOfOtherFoods(word, other);
  }

  /** The ingredient a name means and how sure that is; undefined when it is not known for certain enough. */
  match(name: string): IngredientMatch | undefined {
    if (this.#memo.has(name)) return this.#memo.get(name);
    if (this.#memo.size >= LONGEST_MEMO) this.#memo.clear();
    const match = this.#find(foodWords(name));
    this.#memo.set(name, match);
    return match;
  }

  /**
   * Every ingredient that a text names by name or alias, the longest names first taken, each once. Words of `notAlone` name
   * one only together with others.
   */
  namedIn(text: string, notAlone: ReadonlySet<string> = new Set()): Ingredient[] {
    const words = foodWords(text);
    const found = new Set<Ingredient>();
    for (let at = 0; at < words.length;) {
      const span = this.#longestFrom(words, at);
      const isMeant = span && (span.length > 1 || !notAlone.has(words[at] ?? ''));
      if (isMeant) found.add(span.ingredient);
      at += span?.length ?? 1;
    }
    return [...found];
  }

  #learn(alias: string, ingredient: Ingredient): void {
    const words = foodWords(alias);
    const key = words.join(' ');
    this.#longest = Math.max(this.#longest, words.length);
    if (!this.#byAlias.has(key)) this.#byAlias.set(key, ingredient);
    this.#known.learn(words, ingredient);
  }

  #find(words: readonly string[]): IngredientMatch | undefined {
    if (words.length === 0) return undefined;
    const exact = this.#byAlias.get(words.join(' '));
    if (exact) return { ingredient: exact, confidence: EXACT };

    return this.#plainly(words) ?? this.#commonly(withoutMakers(words));
  }

  /** What the words mean once they tell of no maker. */
  #commonly(words: readonly string[]): IngredientMatch | undefined {
    const exact = this.#byAlias.get(words.join(' '));
    if (exact) return { ingredient: exact, confidence: WITHOUT_MODIFIERS };
    const name = beforePreposition(words);
    return this.#plainly(words) ?? this.#respelled(words) ?? this.#named(name) ?? this.#byHead(name);
  }

  /** The name without what is said about it: "tuna in oil" is tuna. */
  #named(name: readonly string[]): IngredientMatch | undefined {
    const ingredient = this.#byAlias.get(name.join(' '));
    const match = ingredient ? { ingredient } : (this.#plainly(name) ?? this.#respelled(name));
    return match && { ingredient: match.ingredient, confidence: RESPELLED };
  }

  #plainly(words: readonly string[]): IngredientMatch | undefined {
    const blend = this.#blend(words);
    if (blend || isBlendOfItsOwn(words)) return blend && { ingredient: blend, confidence: SQUEEZED };
    return this.#amongModifiers(words) ?? this.#squeezed(words) ?? this.#ownWords(words) ?? this.#withoutClass(words);
  }

  /** A mixture of spices under another of the words for mixtures: "Cajun spice blend" is Cajun seasoning. */
  #blend(words: readonly string[]): Ingredient | undefined {
    const stem = stemOfBlend(words);
    if (!stem || stem.length === 0) return undefined;
    return namesOfBlend(stem)
      .map((name) => this.#byAlias.get(name))
      .find((ingredient) => ingredient && isBlend(ingredient));
  }

  /** "smoked streaky bacon": each word before the head is one that the same food is called by. */
  #ownWords(words: readonly string[]): IngredientMatch | undefined {
    const ingredient = this.#byAlias.get(words.at(-1) ?? '');
    const isOwn = (word: string) => isModifier(word) || this.#byAlias.get(`${word} ${words.at(-1)}`) === ingredient;
    const before = words.slice(0, -1);
    return ingredient && before.every(isOwn) && claimsHold(ingredient, before)
      ? { ingredient, confidence: SQUEEZED }
      : undefined;
  }

  /** The longest alias all of whose neighbours are modifiers; of two equally long ones the later. */
  #amongModifiers(words: readonly string[]): IngredientMatch | undefined {
    for (let length = Math.min(words.length - 1, this.#longest); length > 0; length -= 1) {
      for (let start = words.length - length; start >= 0; start -= 1) {
        const ingredient = this.#byAlias.get(words.slice(start, start + length).join(' '));
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
    const ingredient = this.#byAlias.get(kept.join(' '));
    if (!ingredient || !claimsHold(ingredient, words)) return undefined;
    return { ingredient, confidence: SQUEEZED };
  }

  /** "gouda cheese" is gouda, since gouda is dairy; "soy milk" never soy. */
  #withoutClass(words: readonly string[]): IngredientMatch | undefined {
    const at = words.findLastIndex(isClassWord);
    if (at < 1) return undefined;
    const rest = words.toSpliced(at, 1);
    const exact = this.#byAlias.get(rest.join(' '));
    const match = exact ? { ingredient: exact, confidence: SQUEEZED } : this.#amongModifiers(rest);
    return match && isOfClass(match.ingredient, words[at]) ? { ...match, confidence: SQUEEZED } : undefined;
  }

  /** With slips of the pen mended. */
  #respelled(words: readonly string[]): IngredientMatch | undefined {
    const mended = this.#known.mended(words);
    if (!mended) return undefined;
    const exact = this.#byAlias.get(mended.join(' '));
    const match = exact ? { ingredient: exact, confidence: EXACT } : this.#plainly(mended);
    return match && { ...match, confidence: RESPELLED };
  }

  #byHead(words: readonly string[]): IngredientMatch | undefined {
    if (isBlendOfItsOwn(words)) return undefined;
    const bare = withoutTail(words);
    for (let length = Math.min(bare.length, this.#longest); length > 0; length -= 1) {
      const ingredient = this.#byAlias.get(bare.slice(bare.length - length).join(' '));
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
    return unknown.some((word) => this.#known.isOfFood(word) || isHiding(word));
  }

  #longestFrom(words: readonly string[], at: number): { ingredient: Ingredient; length: number } | undefined {
    for (let length = Math.min(this.#longest, words.length - at); length > 0; length -= 1) {
      const ingredient = this.#byAlias.get(words.slice(at, at + length).join(' '));
      if (ingredient) return { ingredient, length };
    }
    return undefined;
  }
}
