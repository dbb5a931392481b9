import type { Day } from '../calendar/day.js';
import type { LotFacts } from '../pantry/lot.js';
import { LEFTOVERS } from '../pantry/shelf-life.js';
import { stocked } from '../pantry/stocking.js';

const LONGEST_NAME = 200;

/** So many portions of a dish, cooked today and put into the fridge. */
export function leftoversOf(title: string, portions: number, today: Day): LotFacts {
  const name = `Leftovers: ${title}`.slice(0, LONGEST_NAME);
  const item = { name, quantity: portions, unit: 'portion', category: LEFTOVERS } as const;
  return stocked({ ...item, location: 'fridge', expiryKind: 'use-by' }, undefined, today);
}
