import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readIngredientFiles } from './ingredient-files.js';
import type { IngredientFacts, KeepsFor, Nutrition } from './ingredient.js';

const PLACES = ['pantry', 'fridge', 'freezer'] as const;
/** Energy that comes from none of the eight figures: alcohol, and acids and gums in what is used by the pinch. */
const ENERGY_FROM_ELSEWHERE: ReadonlySet<string> = new Set([
  'almond-extract',
  'vanilla-extract',
  'baking-powder',
  'flavouring-extract',
  'xanthan-gum',
]);
/** Bran, cocoa and spices: the source reckons with less energy from their carbohydrates than is usual. */
const OWN_ENERGY_FACTORS: ReadonlySet<string> = new Set(['oat-bran', 'wheat-bran', 'cocoa-powder', 'allspice']);

/** By number of the USDA's database, as it has them: kcal, protein, carbs, sugar, fat, saturated, fibre (g), sodium (mg). */
const LOOKED_UP: readonly (readonly [slug: string, ndb: string, figures: readonly number[]])[] = [
  ['natto', '16113', [211, 19.4, 12.68, 4.89, 11, 1.591, 5.4, 7]],
  ['matzo', '18217', [395, 10, 83.7, 0.29, 1.4, 0.226, 3, 0]],
  ['eggnog', '01057', [88, 4.55, 8.05, 8.05, 4.19, 2.591, 0, 54]],
  ['smoked-haddock', '15035', [116, 25.23, 0, 0, 0.96, 0.173, 0, 763]],
  ['tinned-tuna', '15121', [86, 19.44, 0, 0, 0.96, 0.211, 0, 247]],
  ['plaice', '15028', [70, 12.41, 0, 0, 1.93, 0.441, 0, 296]],
  ['chocolate-sandwich-cookie', '18166', [463, 5.21, 71, 40.67, 19.13, 5.659, 2.9, 388]],
  ['creamed-corn', '11174', [72, 1.74, 18.13, 3.23, 0.42, 0.063, 1.2, 261]],
  ['chayote', '11149', [19, 0.82, 4.51, 1.66, 0.13, 0.028, 1.7, 2]],
  ['star-fruit', '09060', [31, 1.04, 6.73, 3.98, 0.33, 0.019, 2.8, 2]],
  ['frozen-blueberry', '09054', [51, 0.42, 12.17, 8.45, 0.64, 0.053, 2.7, 1]],
  ['frozen-blackberry', '09048', [64, 1.18, 15.67, 10.67, 0.43, 0.015, 5, 1]],
  ['frozen-strawberry', '09318', [35, 0.43, 9.13, 4.56, 0.11, 0.006, 2.1, 2]],
  ['frozen-rhubarb', '09309', [21, 0.55, 5.1, 1.1, 0.11, 0.031, 1.8, 2]],
];
/** The table has one digit behind the point. */
const ROUNDING = 0.0501;

let table: readonly IngredientFacts[];
beforeAll(async () => {
  table = await readIngredientFiles();
});

const slugsOf = (facts: readonly IngredientFacts[]) => facts.map(({ slug }) => slug);
const keepsOf = ({ shelf }: IngredientFacts): KeepsFor[] => PLACES.flatMap((place) => shelf[place] ?? []);
const isWeighable = ({ density, pieces }: IngredientFacts) => density !== null || Object.keys(pieces).length > 0;

/** kcal by the factors of Regulation (EU) No 1169/2011, annex XIV; the table's carbohydrates include the fibre. */
function energyOf({ protein, carbs, fibre, fat }: Nutrition): number {
  return 4 * protein + 4 * (carbs - fibre) + 2 * fibre + 9 * fat;
}

describe('the figures of the curated table', () => {
  it('have a source named for each field', async () => {
    const text = await readFile(new URL('data/sources.json', import.meta.url), 'utf8');
    const sources = Object.entries(JSON.parse(text) as Record<string, string>);
    const named = sources.flatMap(([fields]) => fields.split(', '));
    const [first] = table;
    expect(named.toSorted()).toEqual(Object.keys(first ?? {}).toSorted());
    expect(sources.filter(([, source]) => source.trim() === '')).toEqual([]);
  });

  it.each(LOOKED_UP)('of %s are those of the number that its source names, %s', async (slug, ndb, figures) => {
    const sources = await readFile(new URL('data/sources.json', import.meta.url), 'utf8');
    const of = table.find((facts) => facts.slug === slug)?.nutrition;
    const stored = [of?.kcal, of?.protein, of?.carbs, of?.sugar, of?.fat, of?.saturated, of?.fibre, of?.sodium];
    expect(sources).toContain(ndb);
    expect(stored.filter((figure, at) => Math.abs((figure ?? NaN) - (figures[at] ?? NaN)) <= ROUNDING)).toEqual(stored);
  });

  it('say how long everything keeps where it is at home', () => {
    const homeless = table.filter(({ shelf }) => shelf[shelf.home]?.closed === undefined);
    expect(slugsOf(homeless)).toEqual([]);
  });

  it('never let anything keep longer once it is open', () => {
    const wrong = table.filter((facts) =>
      keepsOf(facts).some(({ closed, opened }) => closed !== undefined && opened !== undefined && opened > closed),
    );
    expect(slugsOf(wrong)).toEqual([]);
  });

  it('have no part that is more than the whole', () => {
    const wrong = table.filter(({ nutrition: { protein, carbs, sugar, fat, saturated, fibre } }) => {
      return protein + carbs + fat > 101 || sugar > carbs || fibre > carbs || saturated > fat;
    });
    expect(slugsOf(wrong)).toEqual([]);
  });

  it('have the energy that their parts make', () => {
    const wrong = table.filter(({ slug, category, nutrition }) => {
      const isOdd = category === 'drinks' || ENERGY_FROM_ELSEWHERE.has(slug) || OWN_ENERGY_FACTORS.has(slug);
      return !isOdd && Math.abs(energyOf(nutrition) - nutrition.kcal) > Math.max(25, 0.25 * nutrition.kcal);
    });
    expect(slugsOf(wrong)).toEqual([]);
  });

  it('have densities between popped corn and syrup', () => {
    const wrong = table.filter(({ density }) => density !== null && (density < 0.03 || density > 1.6));
    expect(slugsOf(wrong)).toEqual([]);
  });

  it('weigh whatever is counted or poured', () => {
    const unknown = table.filter((facts) => facts.unit !== 'g' && !isWeighable(facts));
    expect(slugsOf(unknown)).toEqual([]);
  });

  it('rate each substitute once, and none as the very same', () => {
    const wrong = table.filter(({ substitutes }) => {
      const slugs = new Set(substitutes.map(({ slug }) => slug));
      return (
        slugs.size < substitutes.length || substitutes.some(({ confidence }) => confidence <= 0 || confidence >= 1)
      );
    });
    expect(slugsOf(wrong)).toEqual([]);
  });

  it('leave few gaps', () => {
    const shareOf = (has: (facts: IngredientFacts) => boolean) => table.filter(has).length / table.length;
    const shares = {
      'density or piece weight': shareOf(isWeighable),
      substitutes: shareOf(({ substitutes }) => substitutes.length > 0),
      'days once open': shareOf((facts) => keepsOf(facts).some(({ opened }) => opened !== undefined)),
      parent: shareOf(({ parent }) => parent !== null),
    };
    const told = Object.entries(shares).map(([what, share]) => `${what} ${(100 * share).toFixed(0)} %`);
    process.stdout.write(`of ${table.length} ingredients: ${told.join(', ')}\n`);
    expect(shares['density or piece weight']).toBeGreaterThan(0.95);
    expect(shares.substitutes).toBeGreaterThan(0.9);
    expect(shares['days once open']).toBeGreaterThan(0.7);
    expect(shares.parent).toBeGreaterThan(0.35);
  });
});
