import { Decimal } from 'decimal.js';
import type { IngredientFacts } from './ingredient.js';
import { unitOf, type Unit } from './units.js';

/** What an ingredient says about its own amounts. */
export type AmountFacts = Pick<IngredientFacts, 'name' | 'density' | 'pieces'>;

/**
 * `quantity` of one unit in another. Within a dimension always; between weight, volume and count only by the ingredient's own
 * density and piece weights. Undefined where no path is known: never a guess.
 */
export function convert(quantity: Decimal.Value, from: string, to: string, facts?: AmountFacts): Decimal | undefined {
  const source = unitOf(from);
  const target = unitOf(to);
  if (!source || !target) return undefined;

  const amount = new Decimal(quantity);
  if (source.id === target.id) return amount;
  if (source.factor && target.factor && source.dimension === target.dimension) {
    return amount.times(source.factor).div(target.factor);
  }
  const gramsOfSource = facts && gramsOf(source, facts);
  const gramsOfTarget = facts && gramsOf(target, facts);
  return gramsOfSource && gramsOfTarget && amount.times(gramsOfSource).div(gramsOfTarget);
}

/** Grams of one `unit` of the ingredient. */
function gramsOf({ id, dimension, factor }: Unit, { name, density, pieces }: AmountFacts): Decimal | undefined {
  if (dimension === 'mass') return factor;
  if (dimension === 'volume') return factor && positive(density)?.times(factor);
  return positive(pieces[id]) ?? ownPiece(id, name, pieces);
}

/** A count word in the food's own name means a piece of it: a breast of "chicken breast", and the other way round. */
function ownPiece(id: string, name: string, pieces: IngredientFacts['pieces']): Decimal | undefined {
  const words = name.split(/[^a-z]+/);
  if (id !== 'piece') return words.includes(id) ? positive(pieces.piece) : undefined;
  const [own] = Object.keys(pieces).filter((unit) => words.includes(unit));
  return own === undefined ? undefined : positive(pieces[own]);
}

function positive(value: number | null | undefined): Decimal | undefined {
  return value !== null && value !== undefined && value > 0 ? new Decimal(value) : undefined;
}
