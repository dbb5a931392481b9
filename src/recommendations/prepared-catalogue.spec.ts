import { describe, expect, it } from '@jest/globals';
import { book, shippedCatalogue } from '../../test/kitchen.js';
import { IngredientBook } from '../ingredients/ingredient-book.js';
import type { Recipe } from '../recipes/recipe.js';
import { prepareCatalogue, preparedCatalogue } from './prepared-catalogue.js';

const shipped = await shippedCatalogue();
/** Read again: equal recipes, of which nobody made anything yet. */
const readAgain = () => [...shipped] as readonly Recipe[];

/** How often others have had their turn. */
function turnsOfOthers() {
  const turns = { count: 0, goOn: true };
  const turn = () => {
    turns.count += 1;
    if (turns.goOn) setImmediate(turn);
  };
  setImmediate(turn);
  return turns;
}

describe('a catalogue that is prepared ahead', () => {
  it('is at hand then, is the same as one that is prepared at once, and lets others have their turn meanwhile', async () => {
    const catalogue = readAgain();
    const others = turnsOfOthers();
    await prepareCatalogue(catalogue, book);
    others.goOn = false;
    expect(others.count).toBeGreaterThan(0);

    const prepared = preparedCatalogue(catalogue, book);
    expect(preparedCatalogue(catalogue, book)).toBe(prepared);
    const atOnce = preparedCatalogue(readAgain(), book);
    expect(atOnce).not.toBe(prepared);
    expect(prepared.recipes).toEqual(atOnce.recipes);
    expect(prepared.vocabulary.size).toBe(atOnce.vocabulary.size);
  });

  it('is prepared once for all who ask meanwhile, and anew for another book', async () => {
    const catalogue = readAgain();
    const first = prepareCatalogue(catalogue, book);
    expect(prepareCatalogue(catalogue, book)).toBe(first);
    await first;
    const prepared = preparedCatalogue(catalogue, book);
    await prepareCatalogue(catalogue, book);
    expect(preparedCatalogue(catalogue, book)).toBe(prepared);

    const other = new IngredientBook(book.ingredients);
    const [ofOther, ofFirst] = [prepareCatalogue(catalogue, other), prepareCatalogue(catalogue, book)];
    expect(ofOther).not.toBe(ofFirst);
    await ofOther;
    expect(preparedCatalogue(catalogue, other).book).toBe(other);
  });
});
