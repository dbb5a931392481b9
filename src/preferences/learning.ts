import { days } from '#cache';
import type { interactionKinds } from './preferences.tables.js';

/** What a user did with a recipe, and what that recipe was like. */
export interface Interaction {
  readonly recipeId: number;
  readonly kind: (typeof interactionKinds)[number];
  /** 1 to 5, with `rated`. */
  readonly rating: number | null;
  readonly cuisine: string | null;
  readonly ingredientIds: readonly number[];
  readonly totalMinutes: number | null;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What can be read from what a user did. Leanings run from -1 (avoids) to 1 (seeks); nothing seen is nothing said. */
export interface Learned {
  readonly cuisines: Readonly<Record<string, number>>;
  /** By ingredient id. */
  readonly ingredients: Readonly<Record<string, number>>;
  /** How long the dishes take that this user goes for. */
  readonly minutes: number | null;
  /** 0..1: how much there is to go by. */
  readonly confidence: number;
  readonly samples: number;
}

/**
 * Tastes move with the seasons: after a month an act counts half, after a quarter an eighth, so that winter's stews don't speak
 * in June, while somebody who cooks once a week still has four acts that count.
 */
const HALF_LIFE_MS = 30 * days(1).ms;

/** How much each act says, against one deliberate "save". Cooking costs an evening, a look next to nothing. */
const STRENGTH = { viewed: 0.1, saved: 1, cooked: 2, dismissed: -1 } as const;
const RATED_STEP = 1;
const MIDDLE_RATING = 3;

/** Weight of "nothing known" that each leaning starts with: one cooked dish of a kind says half as much as could be said. */
const DOUBT = 2;
/** Acts' weight at which half of what could be known is known. */
const HALF_SURE = 10;
const MOST_FEATURES = 100;

interface Weighed extends Interaction {
  readonly strength: number;
}

/**
 * The leanings behind a user's acts. Age is counted back from the latest act, not from now: what was learned changes when
 * something happens, never by waiting, so equal acts always give an equal answer.
 */
export function learn(interactions: readonly Interaction[]): Learned {
  const latest = interactions.reduce((last, { at }) => Math.max(last, at), -Infinity);
  const weighed = interactions
    .map((act): Weighed => ({ ...act, strength: strengthOf(act) * 2 ** ((act.at - latest) / HALF_LIFE_MS) }))
    .filter(({ strength }) => strength !== 0);
  const mass = sum(weighed.map(({ strength }) => Math.abs(strength)));

  return {
    cuisines: leanings(weighed, ({ cuisine }) => (cuisine === null ? [] : [cuisine])),
    ingredients: leanings(weighed, ({ ingredientIds }) => [...new Set(ingredientIds)].map(String)),
    minutes: usualMinutes(weighed),
    confidence: rounded(mass / (mass + HALF_SURE)),
    samples: interactions.length,
  };
}

function strengthOf({ kind, rating }: Interaction): number {
  if (kind !== 'rated') return STRENGTH[kind];
  return ((rating ?? MIDDLE_RATING) - MIDDLE_RATING) * RATED_STEP;
}

/** For each feature its acts' strengths over their sizes, held back while there are few. The strongest come through. */
function leanings(acts: readonly Weighed[], featuresOf: (act: Weighed) => readonly string[]): Record<string, number> {
  const totals = new Map<string, { signed: number; size: number }>();
  for (const act of acts) {
    for (const feature of featuresOf(act)) {
      const { signed, size } = totals.get(feature) ?? { signed: 0, size: 0 };
      totals.set(feature, { signed: signed + act.strength, size: size + Math.abs(act.strength) });
    }
  }
  const scored = [...totals].map(([feature, { signed, size }]) => [feature, rounded(signed / (size + DOUBT))] as const);
  return Object.fromEntries(
    scored
      .filter(([, score]) => score !== 0)
      .sort(([a, x], [b, y]) => Math.abs(y) - Math.abs(x) || (a < b ? -1 : 1))
      .slice(0, MOST_FEATURES),
  );
}

function usualMinutes(acts: readonly Weighed[]): number | null {
  const timed = acts.filter(({ strength, totalMinutes }) => strength > 0 && totalMinutes !== null);
  const weight = sum(timed.map(({ strength }) => strength));
  if (weight === 0) return null;
  return Math.round(sum(timed.map(({ strength, totalMinutes }) => strength * (totalMinutes ?? 0))) / weight);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const rounded = (number: number) => Math.round(number * 10_000) / 10_000;
