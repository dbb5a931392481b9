import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { addDays } from '../src/calendar/day.js';
import type { Judged } from '../src/recommendations/judge.js';
import { proposed } from '../src/recommendations/proposed.js';
import { rank } from '../src/recommendations/ranking.js';
import { RecommendationsQuery } from '../src/recommendations/recommendations.dto.js';
import { dueCases } from './golden/due.js';
import { mustNotEatCases } from './golden/must-not-eat.js';
import { titled, type Expectation, type GoldenCase } from './golden/table.js';
import { tasteCases } from './golden/tastes.js';
import { aLot, anInput, shippedCatalogue, TODAY } from './kitchen.js';

const catalogue = await shippedCatalogue();
/** As long as anybody may ask for, and as many as may be missing where nothing is asked. */
const { maxMissing } = new RecommendationsQuery();
/** A cook's word holds on every day: near equals may take turns, but not against it. */
const SEEDS = [0, 1, 7, 20260615];

interface Shown {
  /** All that is ranked, and that part of it which is proposed to who asks for nothing in particular. */
  readonly ranked: readonly Judged[];
  readonly proposed: readonly Judged[];
}

function shown({ pantry, preferences = {}, context = 'any', acts = [] }: GoldenCase, seed: number): Shown {
  const stock = pantry.map(([name, quantity, unit, daysLeft, expiryKind = 'best-before']) =>
    aLot(name, quantity, unit, { expiryKind, expiresOn: daysLeft === undefined ? null : addDays(TODAY, daysLeft) }),
  );
  const interactions = acts.map(([kind, title, daysAgo]) => ({
    kind,
    recipeId: titled(catalogue, title).id,
    rating: null,
    on: addDays(TODAY, -daysAgo),
  }));
  const ranked = rank(anInput({ catalogue, stock, preferences, context, interactions, seed }));
  return { ranked, proposed: proposed(ranked, { maxMissing, maxMinutes: preferences.maxMinutes ?? null }) };
}

function placeOf(title: string, list: readonly Judged[]): number {
  const { id } = titled(catalogue, title);
  return list.findIndex(({ recipe }) => recipe.id === id);
}

type Check<K> = (expected: Extract<Expectation, { kind: K }>, shown: Shown) => boolean;

const CHECKS: { readonly [K in Expectation['kind']]: Check<K> } = {
  'among the first': ({ title, places }, { proposed }) =>
    proposed.slice(0, places).some(({ recipe }) => recipe.title === title),
  before: ({ title, other }, { proposed }) => {
    const [one, two] = [placeOf(title, proposed), placeOf(other, proposed)];
    return one >= 0 && (two < 0 || one < two);
  },
  never: ({ title }, { ranked }) => placeOf(title, ranked) < 0,
  allowed: ({ title }, { ranked }) => placeOf(title, ranked) >= 0,
  'not proposed': ({ title }, { proposed }) => placeOf(title, proposed) < 0,
  'stays in the pantry': ({ item }, { ranked }) =>
    !ranked.some(({ used, substitutions }) =>
      [...used.map(({ name }) => name), ...substitutions.map(({ use }) => use)].includes(item),
    ),
  'a dish of this cuisine comes first': ({ cuisine }, { proposed }) => proposed[0]?.recipe.cuisine === cuisine,
  'at most of one cuisine': ({ places, times }, { proposed }) => {
    const cuisines = proposed.slice(0, places).map(({ recipe }) => recipe.cuisine);
    return cuisines.every((one) => cuisines.filter((other) => other === one).length <= times);
  },
};

function meets(expected: Expectation, shown: Shown): boolean {
  const check = CHECKS[expected.kind] as Check<Expectation['kind']>;
  return check(expected, shown);
}

/** For who reads that an expectation failed: what came instead. */
function told({ because, ...expected }: Expectation, { proposed }: Shown): string {
  const list = proposed.slice(0, 6).map(({ recipe, score }) => `${recipe.title} ${score.toFixed(3)}`);
  return `${Object.values(expected).join(' | ')}: ${because}. Proposed: ${list.join('; ')}`;
}

describe.each([...dueCases, ...mustNotEatCases, ...tasteCases])('what is recommended for $kitchen', (golden) => {
  it.each(SEEDS)('is what a cook would say, by the seed %i', (seed) => {
    const found = shown(golden, seed);
    const failed = golden.expects.filter((expected) => !meets(expected, found));
    expect(failed.map((expected) => told(expected, found))).toEqual([]);
  });
});

describe('the golden set', () => {
  it('names stock that is known, of recipes that are there', () => {
    const cases = [...dueCases, ...mustNotEatCases, ...tasteCases];
    expect(cases.length).toBeGreaterThanOrEqual(20);
    const unknown = cases.flatMap(({ pantry }) =>
      pantry.filter(([name, quantity, unit]) => aLot(name, quantity, unit).ingredientId === null),
    );
    expect(unknown).toEqual([]);
    for (const { expects } of cases) {
      for (const expected of expects) {
        if ('title' in expected) titled(catalogue, expected.title);
        if (expected.kind === 'before') titled(catalogue, expected.other);
      }
    }
  });
});
