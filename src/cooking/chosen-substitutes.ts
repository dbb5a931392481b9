import { invalidFields, notFound, unprocessable } from '../http/problem.js';
import type { Lot } from '../pantry/lot.js';
import type { Shelves } from '../pantry/shelves.js';
import type { Lacking } from './dish.js';
import { confidenceIn, pairOf, type StandIn, type Substitution, type SubstitutionRules } from './substitutes.js';

/** That an item is to be taken for something that is missing. */
export interface Choice {
  readonly ingredientId: number;
  readonly itemId: number;
}

interface Chosen extends StandIn {
  readonly ingredientId: number;
}

/**
 * What was chosen to be taken for what is missing, in that order. Throws a 404 for an item that is not there, a 422 for one that can't be
 * taken for that: a choice is carried out or refused, never passed over.
 */
export function chosenAmong(
  choices: readonly Choice[],
  missing: readonly Lacking[],
  shelves: Shelves,
  rules: SubstitutionRules,
): (gap: Lacking) => readonly StandIn[] {
  const chosen = choices.map((choice) => chosenFrom(choice, missing, shelves, rules));
  return (gap) => chosen.filter(({ ingredientId }) => ingredientId === gap.ingredientId);
}

function chosenFrom(
  { ingredientId, itemId }: Choice,
  missing: readonly Lacking[],
  shelves: Shelves,
  { kin, mayEat, isSpoiled }: SubstitutionRules,
): Chosen {
  const lot = shelves.lotOf(itemId);
  if (!lot) throw notFound(`Item ${itemId}`);
  if (isSpoiled(lot)) throw refused('spoiled', `${named(lot)} is past its use-by day`);

  const gap = missing.find((one) => one.ingredientId === ingredientId);
  if (!gap) throw refused('not-missing', `Ingredient ${ingredientId} is not among what is missing`);
  const confidence = confidenceIn(lot, gap, kin);
  if (confidence === undefined) throw refused('no-substitute', `${named(lot)} does not stand in for ${gap.name}`);
  if (!mayEat(lot)) {
    throw refused('must-not-be-eaten', `${named(lot)} has a declared allergen or breaks a declared diet`);
  }
  return { ingredientId, lot, confidence };
}

/** Throws a 422 where nobody knows how much of a chosen item would stand in for what it was chosen for. */
export function demandMeasured(
  choices: readonly Choice[],
  substitutions: readonly Substitution[],
  shelves: Shelves,
): void {
  const measured = new Set(substitutions.map(({ ingredientId, lot }) => pairOf(ingredientId, lot.id)));
  const open = choices.find(({ ingredientId, itemId }) => !measured.has(pairOf(ingredientId, itemId)));
  const lot = open && shelves.lotOf(open.itemId);
  if (lot) throw refused('no-conversion', `Nobody knows how much of ${named(lot)} in "${lot.unit}" would stand in`);
}

/** Throws a 400 for a pair that stands in the list twice. */
export function mustDiffer(choices: readonly Choice[]): void {
  const pairs = choices.map(({ ingredientId, itemId }) => pairOf(ingredientId, itemId));
  const twice = pairs.findIndex((pair, at) => pairs.indexOf(pair) < at);
  if (twice >= 0) throw invalidFields([{ pointer: `/substitutes/${twice}`, detail: 'must be in the list once' }]);
}

const named = ({ id, name }: Lot) => `Item ${id} (${name})`;

const refused = (code: string, why: string) => unprocessable(code, `${why}; nothing was taken`);
