import type { Week } from '../calendar/week.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import { amountOf } from '../pantry/amount.js';
import type { DishesView, KitchenWeekView, TurnoverView } from './analytics.dto.js';
import type { Cooked, Dishes } from './dishes.repository.js';
import { foodsOf } from './foods.js';
import type { Turnover, Way, Went } from './turnover.repository.js';

/** What went, both ways. */
export function wentBothWays(rows: readonly Went[]): Record<Way, TurnoverView> {
  return { used: turnoverView(rows, 'used'), wasted: turnoverView(rows, 'wasted') };
}

function turnoverView(rows: readonly Went[], way: Way): TurnoverView {
  const { lots, cost, unpriced } = rows.find((row) => row.way === way) ?? { lots: 0, cost: '0', unpriced: 0 };
  return { lots, cost: amountOf(cost), unpriced };
}

/** Dishes with their cuisines, those cooked most first. */
export function dishesView(cooked: Cooked | undefined, cuisines: Dishes['cuisines']): DishesView {
  const { dishes, measured, coverage } = cooked ?? { dishes: 0, measured: 0, coverage: null };
  const counts = new Map<string, number>();
  for (const { cuisine, dishes: more } of cuisines) counts.set(cuisine, (counts.get(cuisine) ?? 0) + more);
  const sorted = [...counts].sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1));
  return {
    cooked: dishes,
    measured,
    coverage: coverage === null ? null : Number(coverage),
    cuisines: Object.fromEntries(sorted),
  };
}

export function weekView(
  { name, from }: Week,
  at: number,
  gone: Turnover,
  cooked: Dishes,
  book: IngredientBook,
): KitchenWeekView {
  const ofIt = <R extends { readonly at: number }>(rows: readonly R[]) => rows.filter((row) => row.at === at);
  return {
    week: name,
    from,
    ...wentBothWays(ofIt(gone.weekly)),
    dishes: dishesView(ofIt(cooked.weekly)[0], ofIt(cooked.cuisines)),
    foods: foodsOf(ofIt(gone.foods), book),
  };
}
