import type { RecipeSummaryView } from '../recipes/recipes.dto.js';
import { LUCK } from './ranking.js';
import { suitsWish, type Wish } from './wish.js';

interface Proposable {
  readonly recipe: Pick<RecipeSummaryView, 'totalMinutes'>;
  readonly score: number;
  readonly used: readonly unknown[];
  readonly missing: readonly unknown[];
  readonly substitutions: readonly unknown[];
}

/**
 * What of a ranking is proposed to who wishes for that, in its order of variety: the best of it first, and last what takes nothing from the
 * pantry, such as an ice of water and sugar beside salmon that is due.
 */
export function proposed<R extends Proposable>(ranked: readonly R[], wish: Wish): readonly R[] {
  const fitting = ranked.filter((one) => suitsWish(one, wish));
  return [...bestFirst(fitting.filter(takesSomething)), ...bestFirst(fitting.filter((one) => !takesSomething(one)))];
}

function takesSomething({ used, substitutions }: Proposable): boolean {
  return used.length > 0 || substitutions.length > 0;
}

/** The best may have stood back for its likeness to one that is not proposed. Near equals stay, as chance has them take turns. */
function bestFirst<R extends Proposable>(recipes: readonly R[]): readonly R[] {
  const [first] = recipes;
  if (!first) return recipes;
  const best = recipes.reduce((most, one) => (one.score > most.score ? one : most), first);
  if (best.score - first.score <= LUCK) return recipes;
  return [best, ...recipes.filter((one) => one !== best)];
}
