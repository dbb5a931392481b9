import { foodWords } from '../ingredients/food-words.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import type { Lot } from './lot.js';

/** Something to be taken from a pantry: any of some foods, or what bears that name and is no food that anybody knows. */
export interface Wanted {
  readonly ingredientIds: readonly number[];
  readonly name: string;
  /** The food whose pieces are counted: two onions are the shallots that weigh as much. Where left out a piece is a piece. */
  readonly countedAs?: number;
  /** Foods that are not taken for it, whatever kind of it they are; none where left out. */
  readonly except?: (ingredientId: number) => boolean;
}

/** Which lots are the thing itself: that food and every kind of it. What could merely stand in for it is not. */
export function servesFor({ ingredientIds, name, except }: Wanted, book: IngredientBook): (lot: Lot) => boolean {
  const words = wordsOf(name);
  const slugs = ingredientIds.flatMap((id) => book.byId(id)?.slug ?? []);
  return (lot) => {
    if (lot.ingredientId === null) return wordsOf(lot.name) === words;
    if (except?.(lot.ingredientId)) return false;
    const ingredient = book.byId(lot.ingredientId);
    return ingredient !== undefined && slugs.some((slug) => book.isKindOf(ingredient, slug));
  };
}

/** The words that count; a name that has none is compared as it is. */
function wordsOf(name: string): string {
  return foodWords(name).join(' ') || name.trim().toLowerCase();
}
