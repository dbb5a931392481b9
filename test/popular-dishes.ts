import { inArray } from 'drizzle-orm';
import { Cache } from '#cache';
import { Database } from '../src/database/database.js';
import { interactions } from '../src/preferences/preferences.tables.js';
import { popularRegion } from '../src/recipes/recipes.cache.js';
import { recipes } from '../src/recipes/recipes.tables.js';
import type { TestApp } from './harness/app.js';

/** As many as are looked at when recommendations fall back to what is popular. */
export const MOST_POPULAR = 200;

/** From now on these dishes, one for each list of lines, are what people like most: nothing else is among the most popular. */
export async function makePopular(app: TestApp, name: string, lines: readonly (readonly string[])[]): Promise<void> {
  const dishes = lines.map((recipeIngredient, at) => ({ '@type': 'Recipe', name: `${name} ${at}`, recipeIngredient }));
  const { token } = await app.admin();
  const { body } = await app.post('/recipes/import', { token, body: dishes });
  if (body.imported !== MOST_POPULAR) throw new Error(`${body.imported} dishes are not all that is popular`);

  const { db } = app.nest.get(Database);
  const titles = dishes.map((dish) => dish.name);
  const loved = await db.select({ recipeId: recipes.id }).from(recipes).where(inArray(recipes.title, titles));
  // More than once, so that no other dish that somebody liked comes before one of them.
  for (const { id: userId } of [await app.user(), await app.user(), await app.user()]) {
    const saved = { userId, kind: 'saved' as const, ingredientIds: [], createdAt: new Date(app.clock.now()) };
    await db.insert(interactions).values(loved.map(({ recipeId }) => ({ ...saved, recipeId })));
  }
  await app.nest.get(Cache).clear(popularRegion);
}
