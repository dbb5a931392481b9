import type { LotFacts } from '../pantry/lot.js';
import { usedViews } from '../pantry/pantry.view.js';
import type { Taking } from '../pantry/shelves.js';
import type { Brought } from '../pantry/using.service.js';
import type { Recipe } from '../recipes/recipe.js';
import type { CookedView, LeftoversView, SubstitutionView } from './cooking.dto.js';
import type { Made } from './dish-plan.js';
import type { Substitution } from './substitutes.js';

/** What a dish took, could not take, and brings into the pantry; items only once it was cooked. */
interface Cooked {
  readonly result: Made;
  readonly takings: readonly Taking[];
  readonly brings: readonly (LotFacts | Brought)[];
}

/** A dish as it is answered; without an act it was only looked at. */
export function cookedView(
  { id, servings }: Recipe,
  { result: { missing, unresolved, substitutions }, takings, brings: [left] }: Cooked,
  act: { readonly transactionId: number | null } | null,
): CookedView {
  return {
    transactionId: act?.transactionId ?? null,
    recipeId: id,
    servings: servings ?? 1,
    used: usedViews(takings),
    missing: missing.map(({ ingredientId, name, quantity, unit }) => ({
      ingredientId,
      name,
      quantity: quantity.toNumber(),
      unit,
    })),
    substitutions: substitutions.map(substitutionView),
    unresolved: [...unresolved],
    leftovers: left ? leftoversView(left) : null,
    dryRun: act === null,
  };
}

function substitutionView({ ingredientId, missing, lot, amount, confidence }: Substitution): SubstitutionView {
  return {
    ingredientId,
    missing,
    itemId: lot.id,
    use: lot.name,
    quantity: amount?.toNumber() ?? null,
    unit: amount && lot.unit,
    confidence,
  };
}

function leftoversView(left: LotFacts | Brought): LeftoversView {
  const { name, quantity, unit, location, expiresOn } = left;
  return { itemId: 'itemId' in left ? left.itemId : null, name, quantity: Number(quantity), unit, location, expiresOn };
}
