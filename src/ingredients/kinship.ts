import type { IngredientBook } from './ingredient-book.js';
import type { Ingredient } from './ingredient.js';

/** One ingredient doing for another. */
export interface Cover {
  /** The ingredient that a recipe asks for. */
  readonly wanted: number;
  /** 0..1: how well it does. */
  readonly confidence: number;
  /** False where it is the thing itself or a kind of it; true where a cook would call it a replacement. */
  readonly standsIn: boolean;
}

/** "Cheese" where a recipe asks for cheddar: it may be, it may not. */
const GENERIC = 0.6;

/**
 * Which ingredients do for which. A kind of a thing is that thing ("cheddar" for "hard cheese"); the general name and listed
 * substitutes stand in with less confidence. One step only: substitutes of substitutes are no substitutes, so that a cycle in
 * the table leads nowhere.
 */
export class Kinship {
  readonly #covers = new Map<number, Map<number, Cover>>();
  readonly #above = new Map<number, readonly number[]>();
  readonly #below = new Map<number, number[]>();

  constructor(ingredients: readonly Ingredient[]) {
    const bySlug = new Map(ingredients.map((one) => [one.slug, one]));
    for (const one of ingredients) this.#placeInFamily(one, bySlug);
    for (const { id, substitutes } of ingredients) {
      for (const { slug, confidence } of substitutes) {
        const substitute = bySlug.get(slug);
        if (substitute) this.#note(substitute.id, { wanted: id, confidence: clamped(confidence), standsIn: true });
      }
    }
  }

  /** All that an ingredient at hand can be used for, itself included. */
  coveredBy(id: number): Iterable<Cover> {
    return this.#covers.get(id)?.values() ?? [{ wanted: id, confidence: 1, standsIn: false }];
  }

  /** 0..1: how well it stands in for any of `wanted`, where it does; undefined also where it is one of them itself, or a kind of it. */
  standsInFor(wanted: readonly number[], id: number): number | undefined {
    const covers = [...this.coveredBy(id)].filter((cover) => wanted.includes(cover.wanted));
    if (covers.length === 0 || covers.some(({ standsIn }) => !standsIn)) return undefined;
    return Math.max(...covers.map(({ confidence }) => confidence));
  }

  /** More general ingredients, nearest first. */
  above(id: number): readonly number[] {
    return this.#above.get(id) ?? [];
  }

  /** Every kind of an ingredient. */
  below(id: number): readonly number[] {
    return this.#below.get(id) ?? [];
  }

  #placeInFamily(ingredient: Ingredient, bySlug: ReadonlyMap<string, Ingredient>): void {
    const ancestors = ancestorsOf(ingredient, bySlug);
    this.#above.set(ingredient.id, ancestors);
    this.#note(ingredient.id, { wanted: ingredient.id, confidence: 1, standsIn: false });
    for (const ancestor of ancestors) {
      this.#note(ingredient.id, { wanted: ancestor, confidence: 1, standsIn: false });
      this.#note(ancestor, { wanted: ingredient.id, confidence: GENERIC, standsIn: true });
      const kinds = this.#below.get(ancestor) ?? [];
      this.#below.set(ancestor, [...kinds, ingredient.id]);
    }
  }

  /** Of two ways to do for the same thing the better one counts. */
  #note(id: number, cover: Cover): void {
    const covers = this.#covers.get(id) ?? new Map<number, Cover>();
    this.#covers.set(id, covers);
    const known = covers.get(cover.wanted);
    if (!known || (known.standsIn && known.confidence < cover.confidence)) covers.set(cover.wanted, cover);
  }
}

const kinships = new WeakMap<IngredientBook, Kinship>();

/** Made once for each snapshot of the book, which is never changed, only replaced. */
export function kinshipIn(book: IngredientBook): Kinship {
  const known = kinships.get(book) ?? new Kinship(book.ingredients);
  kinships.set(book, known);
  return known;
}

function ancestorsOf(ingredient: Ingredient, bySlug: ReadonlyMap<string, Ingredient>): number[] {
  const found: number[] = [];
  for (let at = parentOf(ingredient, bySlug); at; at = parentOf(at, bySlug)) {
    if (at === ingredient || found.includes(at.id)) break;
    found.push(at.id);
  }
  return found;
}

function parentOf({ parent }: Ingredient, bySlug: ReadonlyMap<string, Ingredient>): Ingredient | undefined {
  return parent === null ? undefined : bySlug.get(parent);
}

function clamped(confidence: number): number {
  return Math.min(1, Math.max(0, confidence));
}
