import { defineRegion, defineTag, hours } from '#cache';
import type { Ingredient } from './ingredient.js';

/** The curated table. It changes only when the program starts with other data. */
export const ingredientsTag = defineTag('ingredients');

/** The whole table, in this process: about a megabyte, read by nearly every request. */
export const ingredientsRegion = defineRegion<Record<string, never>, readonly Ingredient[]>({
  name: 'ingredients',
  version: 1,
  freshFor: hours(1),
  staleIfErrorFor: hours(24),
  tiers: 'near',
  key: () => ['all'],
  tags: () => [ingredientsTag()],
});
