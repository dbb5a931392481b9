import { beforeAll, describe, expect, it } from '@jest/globals';
import { foodWords } from './food-words.js';
import { readIngredientFiles } from './ingredient-files.js';
import { faultsOfIngredient } from './ingredient-record.js';
import type { IngredientFacts } from './ingredient.js';

let table: readonly IngredientFacts[];
let bySlug: ReadonlyMap<string, IngredientFacts>;
beforeAll(async () => {
  table = await readIngredientFiles();
  bySlug = new Map(table.map((facts) => [facts.slug, facts]));
});

describe('the curated table', () => {
  it('is large and has many names', () => {
    expect(table.length).toBeGreaterThanOrEqual(1000);
    expect(table.reduce((sum, { aliases }) => sum + aliases.length, 0)).toBeGreaterThanOrEqual(5 * table.length);
  });

  it('has each slug once', () => {
    expect(bySlug.size).toBe(table.length);
  });

  it('gives each name to one ingredient', () => {
    const owners = new Map<string, Set<string>>();
    for (const { slug, name, aliases } of table) {
      for (const alias of [name, ...aliases]) {
        const key = foodWords(alias).join(' ');
        owners.set(key, (owners.get(key) ?? new Set()).add(slug));
      }
    }
    expect(
      [...owners].filter(([, slugs]) => slugs.size > 1).map(([name, slugs]) => `${name}: ${[...slugs].join()}`),
    ).toEqual([]);
  });

  it('names only parents and substitutes that it has', () => {
    const missing = table.flatMap(({ slug, parent, substitutes }) =>
      [...(parent === null ? [] : [parent]), ...substitutes.map((substitute) => substitute.slug)]
        .filter((other) => !bySlug.has(other) || other === slug)
        .map((other) => `${slug}: ${other}`),
    );
    expect(missing).toEqual([]);
  });

  it('has no ingredient above itself', () => {
    for (const facts of table) {
      const seen = new Set([facts.slug]);
      for (let at = facts.parent; at !== null; at = bySlug.get(at)?.parent ?? null) {
        expect([facts.slug, seen.has(at)]).toEqual([facts.slug, false]);
        seen.add(at);
      }
    }
  });

  it('says "may contain" of nothing that it says "contains" of', () => {
    const both = table.filter(({ contains, mayContain }) => contains.some((one) => mayContain.includes(one)));
    expect(both.map(({ slug }) => slug)).toEqual([]);
  });

  it('knows that animals break the diets that they break', () => {
    const breaks = ({ breaks: broken }: IngredientFacts, ...diets: string[]) =>
      diets.every((diet) => broken.some((one) => one === diet));
    const wrong = table.filter((facts) => {
      if (facts.category === 'meat' || facts.category === 'poultry')
        return !breaks(facts, 'vegan', 'vegetarian', 'pescatarian');
      if (facts.contains.some((one) => ['fish', 'crustaceans', 'molluscs'].includes(one)))
        return !breaks(facts, 'vegan', 'vegetarian');
      return facts.contains.some((one) => one === 'milk' || one === 'eggs') && !breaks(facts, 'vegan');
    });
    expect(wrong.map(({ slug }) => slug)).toEqual([]);
  });

  it('names the field of a bad line', () => {
    const [good] = table;
    expect(faultsOfIngredient(good)).toEqual([]);
    expect(faultsOfIngredient({ ...good, contains: ['lactose'], extra: 1 })).toEqual([
      'contains is not valid: ["lactose"]',
      'extra is not known',
    ]);
    expect(faultsOfIngredient({ ...good, pieces: { cloves: 4 } })).toHaveLength(1);
    expect(faultsOfIngredient('onion')).toEqual(['is no JSON object']);
  });
});
