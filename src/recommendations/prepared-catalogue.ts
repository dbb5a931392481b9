import { atOnce, eachMade, inSlices, type Steps } from '../background/in-slices.js';
import { foodWords } from '../ingredients/food-words.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import type { Ingredient } from '../ingredients/ingredient.js';
import type { NamedLine } from '../ingredients/named-foods.js';
import { isAssumed } from '../ingredients/staples.js';
import type { Recipe, RecipeLine } from '../recipes/recipe.js';
import type { SparseVector } from './diversity.js';
import { kinshipIn, type Kinship } from '../ingredients/kinship.js';
import { namesakesOf } from './namesake.js';
import { Vocabulary } from './recipe-vector.js';
import { isSide } from './side.js';

/** A line of a recipe, ready to be looked for in a pantry. */
export interface Need extends NamedLine {
  readonly ingredientId: number | null;
  /** Compares names of foods that nobody knows. */
  readonly nameKey: string;
  /** Undefined where the line names no amount ("parsley to serve"). */
  readonly quantity: number | undefined;
  readonly unit: string | null;
  readonly assumed: boolean;
  /** A pinch, a dash: so little that whoever has any has enough. */
  readonly isTouch: boolean;
  /** How much the dish depends on it: more where it is named after it. */
  readonly weight: number;
}

export interface PreparedRecipe {
  readonly recipe: Recipe;
  readonly needs: readonly Need[];
  readonly vector: SparseVector;
  /** Goes with a meal and is none. */
  readonly isSide: boolean;
}

/** A catalogue with all that ranking can know of it before it knows the user. */
export interface PreparedCatalogue {
  readonly recipes: readonly PreparedRecipe[];
  readonly vocabulary: Vocabulary;
  readonly kin: Kinship;
  readonly book: IngredientBook;
}

/** Fajitas without their chicken lack more than one thing of eleven. */
const NAMESAKE = 3;
const TOUCHES: ReadonlySet<string | null> = new Set([
  'pinch',
  'dash',
  'drop',
  'splash',
  'drizzle',
  'squeeze',
  'sprinkle',
]);

const prepared = new WeakMap<readonly Recipe[], PreparedCatalogue>();
/** What is being made, for whoever asks meanwhile. */
const underWay = new WeakMap<readonly Recipe[], { readonly book: IngredientBook; readonly made: Promise<void> }>();

/** Made once for each snapshot of the catalogue and the book; both are never changed, only replaced. */
export function preparedCatalogue(catalogue: readonly Recipe[], book: IngredientBook): PreparedCatalogue {
  const known = prepared.get(catalogue);
  return known?.book === book ? known : kept(catalogue, atOnce(preparing(catalogue, book)));
}

/** Has it made, bit by bit, before it is needed: ten thousand recipes at once would keep everybody else waiting for half a second. */
export function prepareCatalogue(catalogue: readonly Recipe[], book: IngredientBook): Promise<void> {
  if (prepared.get(catalogue)?.book === book) return Promise.resolve();
  const known = underWay.get(catalogue);
  if (known?.book === book) return known.made;

  const made = inSlices(preparing(catalogue, book)).then((whole) => void kept(catalogue, whole));
  underWay.set(catalogue, { book, made });
  return made;
}

function kept(catalogue: readonly Recipe[], made: PreparedCatalogue): PreparedCatalogue {
  prepared.set(catalogue, made);
  underWay.delete(catalogue);
  return made;
}

function* preparing(catalogue: readonly Recipe[], book: IngredientBook): Steps<PreparedCatalogue> {
  const kin = kinshipIn(book);
  const vocabulary = new Vocabulary(book, kin);
  yield* eachMade(catalogue, (recipe) => vocabulary.learn(recipe));
  const wordsOf = memorised(foodWords);
  const recipes = yield* eachMade(catalogue, (recipe) => {
    const isNamesake = namesakesOf(recipe.title, book, kin);
    const needs = recipe.ingredients.map((line) => needOf(line, book, isNamesake, wordsOf));
    return { recipe, needs, vector: vocabulary.vectorOf(recipe), isSide: isSide(recipe) };
  });
  return { recipes, vocabulary, kin, book };
}

/** Ten thousand recipes have a few thousand names between them. */
function memorised(split: (name: string) => string[]): (name: string) => Pick<Need, 'nameKey' | 'words'> {
  const known = new Map<string, Pick<Need, 'nameKey' | 'words'>>();
  return (name) => {
    const found = known.get(name);
    if (found) return found;
    const words = split(name);
    const made = { nameKey: words.join(' '), words: new Set(words) };
    known.set(name, made);
    return made;
  };
}

function needOf(
  line: RecipeLine,
  book: IngredientBook,
  isNamesake: (food: Ingredient) => boolean,
  wordsOf: (name: string) => Pick<Need, 'nameKey' | 'words'>,
): Need {
  const { ingredientId, alternatives, name, quantity, unit, optional } = line;
  const ingredientIds = ingredientId === null ? [] : [...new Set([ingredientId, ...alternatives])];
  const ingredient = ingredientId === null ? undefined : book.byId(ingredientId);
  const amount = quantity !== null && Number(quantity) > 0 ? Number(quantity) : undefined;
  return {
    ingredientId,
    ingredientIds,
    name,
    ...wordsOf(name),
    quantity: amount,
    unit: unit ?? (amount === undefined ? null : 'piece'),
    optional,
    assumed: ingredient !== undefined && isAssumed(ingredient),
    isTouch: TOUCHES.has(unit),
    weight: ingredient !== undefined && isNamesake(ingredient) ? NAMESAKE : 1,
  };
}
