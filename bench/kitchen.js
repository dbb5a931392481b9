import { defineRegion, defineTag } from '#cache';

/** What every contender keeps and asks for: a thousand people's ranked recipes, each about 2 kB as JSON, under three tags. */
export const PEOPLE = 1000;
export const KEPT_MS = 2 * 3_600_000;

const pantryTag = defineTag('pantry');
const preferencesTag = defineTag('preferences');
const catalogueTag = defineTag('catalogue');

/** All that is said of them but their name. */
export const told = {
  version: 1,
  freshFor: '2h',
  key: ({ userId, context }) => [userId, context],
  tags: ({ userId }) => [pantryTag(userId), preferencesTag(userId), catalogueTag()],
};

export const region = defineRegion({ ...told, name: 'recipes' });

export const queries = Array.from({ length: PEOPLE }, (_, userId) => ({ userId, context: 'breakfast' }));
export const keys = queries.map(keyOf);
export const tags = queries.map(({ userId }) => [`pantry:${userId}`, `preferences:${userId}`, 'catalogue']);

export function keyOf({ userId, context }) {
  return `recipes:${userId}:${context}`;
}

export const value = {
  context: 'breakfast',
  ranked: Array.from({ length: 17 }, (_, id) => ({
    id,
    title: `Pancakes with berries, number ${id}`,
    score: 1 / (id + 1.5),
    minutes: 5 + 5 * id,
    missing: ['eggs', 'milk', 'flour'].slice(id % 3),
  })),
};

export const load = () => Promise.resolve(value);
