import { describe, expect, it } from '@jest/globals';
import { PreferencesRepository } from '../src/preferences/preferences.repository.js';
import type { Recipe } from '../src/recipes/recipe.js';
import { RecipesRepository } from '../src/recipes/recipes.repository.js';
import { onBothDatabases } from './both-databases.js';
import { shippedCatalogue } from './kitchen.js';

const both = onBothDatabases();
const KINDS = ['embedded', 'atServer'] as const;

/** All of the lines but the numbers of their foods, which are the database's own. */
const linesOf = ({ slug, ingredients }: Recipe) => ({
  slug,
  lines: ingredients.map(({ text, name, quantity, unit, optional, note, confidence }) => {
    return { text, name, quantity, unit, optional, note, confidence };
  }),
});
const bySlug = (recipes: readonly Recipe[]) =>
  recipes.map(linesOf).toSorted((one, other) => (one.slug < other.slug ? -1 : 1));

describe.each(KINDS)('read in one statement, %s', (kind) => {
  it('recipes have every line that they were made with, in order, amounts to the digit', async () => {
    const stored = await both[kind].nest.get(RecipesRepository).all();
    expect(bySlug(stored)).toEqual(bySlug(await shippedCatalogue()));
    expect(stored.map(({ id }) => id)).toEqual(stored.map(({ id }) => id).toSorted((one, other) => one - other));
  });

  it('one recipe, and some hundreds at a time, are the same as among all', async () => {
    const repository = both[kind].nest.get(RecipesRepository);
    const all = await repository.all();
    const batches: Recipe[] = [];
    for await (const batch of repository.batchesNotFrom('nobody')) batches.push(...batch);
    expect(batches).toEqual(all);
    expect(await repository.find(all[7]?.id ?? 0)).toEqual(all[7]);
    expect(await repository.find(2_000_000_000)).toBeUndefined();
  });

  it('acts are told with the wishes as they are told alone, the latest first, without what was taken back', async () => {
    const app = both[kind];
    const repository = app.nest.get(PreferencesRepository);
    const { id } = await app.user();
    const act = { recipeId: 7, cuisine: null, ingredientIds: [3, 1], totalMinutes: null, rating: null } as const;
    await repository.addAct(id, { ...act, kind: 'viewed', at: 1_700_000_000_123 });
    await repository.addAct(id, { ...act, kind: 'rated', rating: 4, cuisine: 'thai', at: 1_700_000_000_456 });
    await repository.addAct(id, { ...act, kind: 'cooked', totalMinutes: 20, at: 1_700_000_000_789, transactionId: 9 });
    await repository.setUndone(id, 9, true, new Date(1_700_000_001_000));

    const known = await repository.knownOf(id);
    expect(known?.acts.map(({ kind: what, at }) => [what, at])).toEqual([
      ['rated', 1_700_000_000_456],
      ['viewed', 1_700_000_000_123],
    ]);
    expect(known?.acts).toEqual(await repository.actsOf(id));
    expect(known?.stated).toEqual(await repository.find(id));
    expect(known?.actedAt).toEqual(new Date(1_700_000_001_000));
    expect(await repository.knownOf(2_000_000_000)).toBeUndefined();
  });
});
