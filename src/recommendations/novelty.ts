import { daysBetween, type Day } from '../calendar/day.js';

/** What a user did with a recipe, and on which of the user's days. */
export interface PastInteraction {
  readonly recipeId: number;
  readonly kind: 'viewed' | 'saved' | 'cooked' | 'rated' | 'dismissed';
  readonly rating: number | null;
  readonly on: Day;
}

interface Wear {
  readonly weight: number;
  readonly halfLifeDays: number;
}

/**
 * How tired one act makes of a recipe, and how fast that passes. A dish cooked yesterday is the last thing wanted today, and
 * welcome again in a month; a look is forgotten in two days and only many of them count; a refusal is meant for longer.
 */
const COOKED: Wear = { weight: 2, halfLifeDays: 10 };
const DISMISSED: Wear = { weight: 4, halfLifeDays: 30 };
const VIEWED: Wear = { weight: 0.2, halfLifeDays: 2 };
/** Looked at once or twice and not cooked: that is interest, no tiredness yet. */
const FREE_VIEWS = 2 * VIEWED.weight;
const BAD_RATING = 2;

/** Novelty by recipe, above 0 up to 1: 1 / (1 + wear), where each act's wear halves with its own half-life. Others are 1. */
export function noveltyOf(interactions: readonly PastInteraction[], today: Day): ReadonlyMap<number, number> {
  const wear = new Map<number, { acted: number; viewed: number }>();
  for (const interaction of interactions) {
    const kind = wearOf(interaction);
    if (!kind) continue;
    const ageDays = Math.max(0, daysBetween(interaction.on, today));
    const left = kind.weight * 2 ** (-ageDays / kind.halfLifeDays);
    const sum = wear.get(interaction.recipeId) ?? { acted: 0, viewed: 0 };
    wear.set(interaction.recipeId, sum);
    sum[kind === VIEWED ? 'viewed' : 'acted'] += left;
  }
  return new Map([...wear].map(([id, { acted, viewed }]) => [id, 1 / (1 + acted + Math.max(0, viewed - FREE_VIEWS))]));
}

function wearOf({ kind, rating }: PastInteraction): Wear | undefined {
  if (kind === 'cooked') return COOKED;
  if (kind === 'viewed') return VIEWED;
  if (kind === 'dismissed') return DISMISSED;
  return kind === 'rated' && rating !== null && rating <= BAD_RATING ? DISMISSED : undefined;
}
