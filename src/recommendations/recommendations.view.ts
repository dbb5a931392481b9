import type { Day } from '../calendar/day.js';
import { daysLeft } from '../pantry/expiry.js';
import type { RecipeSummaryView } from '../recipes/recipes.dto.js';
import { LUCK } from './ranking.js';
import type { RankedRecipe, Ranking } from './recommendations.cache.js';
import type { RecommendationsQuery, RecommendationView } from './recommendations.dto.js';

/** The part of a ranking that is asked for, as it is answered on the day `today`. */
export function recommendationsIn(
  { recipes, maxMinutes }: Ranking,
  query: RecommendationsQuery,
  today: Day,
): RecommendationView[] {
  const longest = query.maxMinutes ?? maxMinutes;
  return bestFirst(
    recipes.filter(({ recipe, missing }) => missing.length <= query.maxMissing && isWithin(longest, recipe)),
  )
    .slice(0, query.limit)
    .map((ranked) => recommendationView(ranked, today));
}

/**
 * What is left of an order that keeps variety, with the best of it first: it may have stood back for its likeness to one that is not
 * shown. Near equals stay, as chance has them take turns.
 */
export function bestFirst<R extends { readonly score: number }>(recipes: readonly R[]): readonly R[] {
  const [first] = recipes;
  if (!first) return recipes;
  const best = recipes.reduce((most, one) => (one.score > most.score ? one : most), first);
  if (best.score - first.score <= LUCK) return recipes;
  return [best, ...recipes.filter((one) => one !== best)];
}

/** True for recipes that surely take no longer. */
export function isWithin(longest: number | null, { totalMinutes }: Pick<RecipeSummaryView, 'totalMinutes'>): boolean {
  return longest === null || (totalMinutes !== null && totalMinutes <= longest);
}

function recommendationView(ranked: RankedRecipe, today: Day): RecommendationView {
  return {
    recipe: ranked.recipe,
    score: ranked.score,
    components: { ...ranked.components },
    used: [...ranked.used],
    missing: [...ranked.missing],
    substitutions: [...ranked.substitutions],
    rescues: ranked.rescues.map(({ itemId, name, expiresOn }) => ({
      itemId,
      name,
      daysLeft: daysLeft({ expiresOn }, today) ?? 0,
    })),
    reasons: [...ranked.reasons],
  };
}

/** A recipe that others like: nothing is known of how it fits this pantry, and nothing is claimed. */
export function popularView(recipe: RecipeSummaryView): RecommendationView {
  return {
    recipe,
    score: 0,
    components: { coverage: 0, expiry: 0, preference: 0, effort: 0, nutrition: 0, novelty: 1 },
    used: [],
    missing: [],
    substitutions: [],
    rescues: [],
    reasons: ['Popular with others'],
  };
}
