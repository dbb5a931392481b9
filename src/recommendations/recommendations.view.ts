import type { Day } from '../calendar/day.js';
import { daysLeft } from '../pantry/expiry.js';
import type { RecipeSummaryView } from '../recipes/recipes.dto.js';
import { proposed } from './proposed.js';
import { MOST_RANKED } from './ranking.js';
import type { RankedRecipe, Ranking } from './recommendations.cache.js';
import type { RecommendationsQuery, RecommendationView } from './recommendations.dto.js';
import type { Wish } from './wish.js';

/** By what is asked for now, else as the user has it in general. */
export function wishOf({ maxMinutes }: Ranking, query: RecommendationsQuery): Wish {
  return { maxMissing: query.maxMissing, maxMinutes: query.maxMinutes ?? maxMinutes };
}

/** True where a ranking of the best of all has too few that suit this wish, and there are others. */
export function isShortOf({ recipes }: Ranking, wish: Wish, limit: number): boolean {
  return recipes.length === MOST_RANKED && proposed(recipes, wish).length < limit;
}

/** The part of a ranking that is asked for, as it is answered on the day `today`. */
export function recommendationsIn(ranking: Ranking, query: RecommendationsQuery, today: Day): RecommendationView[] {
  return proposed(ranking.recipes, wishOf(ranking, query))
    .slice(0, query.limit)
    .map((ranked) => recommendationView(ranked, today));
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
