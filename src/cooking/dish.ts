import { Decimal } from 'decimal.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import { isAssumed } from '../ingredients/staples.js';
import type { Shelves } from '../pantry/shelves.js';
import type { Wanted } from '../pantry/wanted.js';
import type { Recipe, RecipeLine } from '../recipes/recipe.js';

/** A food that a dish asked for and was not there. */
export interface Lacking {
  readonly ingredientId: number;
  /** That one and what the line names as good as it: "butter or oil". */
  readonly anyOf: readonly number[];
  readonly name: string;
}

/** With how much of it. */
export interface Missing extends Lacking {
  /** In `unit`. */
  readonly quantity: Decimal;
  readonly unit: string;
}

/** Whether somebody may eat a food. */
export type IsSafe = (ingredientId: number) => boolean;

/** What the pantry could not give a dish. */
export interface Gaps {
  readonly missing: readonly Missing[];
  /** Lines as they are written, of which nobody can say what went or is missing. */
  readonly unresolved: readonly string[];
  /** What lines that need it name without an amount, each food once and none that is among what is missing. */
  readonly untold: readonly Lacking[];
  /**
   * 0..1: the mean, over the lines it needs and that can be measured, of how much of each was there; null where there is none. What may
   * stand in for something does not make that be there.
   */
  readonly coverage: number | null;
}

/**
 * Takes what a recipe asks for from the shelves, and tells what it could not. A line without an amount, of a food nobody knows, or of
 * which something lies there that can't be measured is unresolved, never guessed. What is optional is used where it is there, after
 * all that is needed; so is what every house has, which is never missing. A line that the user may eat as it is written is not made of
 * a kind of it that they must not eat: no peanut oil for "oil". What could stand in for something is left where it is: see
 * `substitutes.ts`.
 */
export function served({ ingredients }: Recipe, shelves: Shelves, book: IngredientBook, isSafe: IsSafe): Gaps {
  const missing: Missing[] = [];
  const unresolved: string[] = [];
  const met: Decimal[] = [];
  for (const line of ingredients.toSorted((one, other) => Number(one.optional) - Number(other.optional))) {
    const gap = gapOf(line, shelves, book, isSafe);
    if (gap === UNRESOLVED) unresolved.push(line.text);
    else if (gap) missing.push(gap);
    if (gap !== UNRESOLVED && isNeeded(line, book)) met.push(new Decimal(1).minus(shareMissing(line, gap)));
  }
  return {
    missing,
    unresolved,
    untold: untoldOf(ingredients, missing, shelves, book, isSafe),
    coverage:
      met.length === 0
        ? null
        : Decimal.sum(...met)
            .div(met.length)
            .toNumber(),
  };
}

const isNeeded = ({ optional, ingredientId }: RecipeLine, book: IngredientBook) =>
  !optional && !isStaple(ingredientId, book);

const shareMissing = ({ quantity }: RecipeLine, gap: Missing | undefined) => gap?.quantity.div(quantity ?? 1) ?? 0;

const UNRESOLVED = 'unresolved';
/** Two eggs are two pieces, though nobody writes that. */
const UNSAID_UNIT = 'piece';

function gapOf(
  line: RecipeLine,
  shelves: Shelves,
  book: IngredientBook,
  isSafe: IsSafe,
): Missing | typeof UNRESOLVED | undefined {
  const { ingredientId, name, optional, unit } = line;
  if (line.quantity === null || Number(line.quantity) <= 0) return optional ? undefined : UNRESOLVED;

  const wantedUnit = unit ?? UNSAID_UNIT;
  const wanted = wantedOf(line, isSafe);
  const { left, unmeasured } = shelves.take(wanted, line.quantity, wantedUnit);
  if (left.isZero() || isStaple(ingredientId, book)) return undefined;
  if (unmeasured) return UNRESOLVED;
  if (optional) return undefined;
  if (ingredientId === null) return UNRESOLVED;
  return { ingredientId, anyOf: wanted.ingredientIds, name, quantity: left, unit: wantedUnit };
}

/** Once every line has had what it asks for: what is used up by then is not there. */
function untoldOf(
  lines: readonly RecipeLine[],
  missing: readonly Missing[],
  shelves: Shelves,
  book: IngredientBook,
  isSafe: IsSafe,
): Lacking[] {
  const told = new Set(missing.map(({ ingredientId }) => ingredientId));
  return lines.flatMap((line) => {
    const { ingredientId, name } = line;
    if (ingredientId === null || isMeasured(line) || !isNeeded(line, book) || told.has(ingredientId)) return [];
    const wanted = wantedOf(line, isSafe);
    if (shelves.hold(wanted)) return [];
    told.add(ingredientId);
    return [{ ingredientId, anyOf: wanted.ingredientIds, name }];
  });
}

const isMeasured = ({ quantity }: RecipeLine) => quantity !== null && Number(quantity) > 0;

/** "Butter or oil" is either. Who cooks what they must not eat cooks for others, of all that there is. */
function wantedOf({ ingredientId, alternatives, name }: RecipeLine, isSafe: IsSafe): Wanted {
  const ingredientIds = ingredientId === null ? [] : [ingredientId, ...alternatives];
  const counted = ingredientId === null ? {} : { countedAs: ingredientId };
  return { ingredientIds, name, ...counted, ...(ingredientIds.every(isSafe) ? { except: (id) => !isSafe(id) } : {}) };
}

function isStaple(ingredientId: number | null, book: IngredientBook): boolean {
  const ingredient = ingredientId === null ? undefined : book.byId(ingredientId);
  return ingredient !== undefined && isAssumed(ingredient);
}
