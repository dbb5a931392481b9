import { defineRegion, hours, minutes, seconds } from '#cache';
import { pantryTag } from '../pantry/pantry.cache.js';
import { preferencesTag } from '../preferences/preferences.cache.js';
import { recipesTag } from '../recipes/recipes.cache.js';
import { rankingTag } from '../recommendations/recommendations.cache.js';
import type { PantryFindings, Plate, Shortlist, StatedTastes } from './brief.js';
import type { Draft } from './language-model.js';
import type { Wishes } from './wishes.js';

interface OfUser {
  readonly userId: number;
}

/** The finding of each step by what it depends on: a question in other words shares all but the last ones. */
export const findingsRegion = defineRegion<OfUser, PantryFindings>({
  name: 'assistant.pantry',
  version: 3,
  freshFor: hours(1),
  goodUntil: ({ goodUntil }) => goodUntil,
  value: hasAll<PantryFindings>('today', 'items', 'due', 'goodUntil'),
  identity: ({ userId }) => userId,
  key: () => [],
  tags: ({ userId }) => [pantryTag(userId), preferencesTag(userId)],
});

export const tastesRegion = defineRegion<OfUser, StatedTastes>({
  name: 'assistant.tastes',
  version: 1,
  freshFor: hours(1),
  value: hasAll<StatedTastes>('diets', 'allergens', 'liked', 'disliked', 'maxMinutes', 'householdSize'),
  identity: ({ userId }) => userId,
  key: () => [],
  tags: ({ userId }) => [preferencesTag(userId)],
});

export const shortlistRegion = defineRegion<OfUser & { readonly wishes: Wishes }, Shortlist>({
  name: 'assistant.shortlist',
  version: 2,
  freshFor: minutes(30),
  goodUntil: ({ goodUntil }) => goodUntil,
  value: hasAll<Shortlist>('wanted', 'candidates', 'degraded', 'goodUntil'),
  identity: ({ userId }) => userId,
  key: ({ wishes: { context, maxMinutes, wanted, unwanted, cuisines, diets, allergens } }) => [
    context,
    maxMinutes,
    wanted,
    unwanted,
    cuisines,
    diets,
    allergens,
  ],
  tags: ({ userId }) => [pantryTag(userId), preferencesTag(userId), rankingTag(userId), recipesTag()],
});

export const platesRegion = defineRegion<{ readonly recipeIds: readonly number[] }, readonly Plate[]>({
  name: 'assistant.plates',
  version: 1,
  freshFor: hours(1),
  value: (value): value is readonly Plate[] => Array.isArray(value) && value.every(hasAll('recipeId', 'perServing')),
  key: ({ recipeIds }) => [recipeIds],
  tags: () => [recipesTag()],
});

/** What was written, and by whom. */
export interface Written extends Draft {
  readonly model: string;
  /** By the rules in the place of a model that gave nothing. */
  readonly isStandIn: boolean;
}

/**
 * Under a hash of all that went in, and of the model: whoever asks the same of the same facts gets the same words. A model that gave
 * nothing is asked again soon.
 */
export const writtenRegion = defineRegion<OfUser & { readonly content: string }, Written>({
  name: 'assistant.answer',
  version: 2,
  freshFor: hours(1),
  freshForValue: ({ isStandIn }) => (isStandIn ? seconds(30) : undefined),
  value: hasAll<Written>('answer', 'recipes', 'model', 'isStandIn'),
  identity: ({ userId }) => userId,
  key: ({ content }) => [content],
  tags: ({ userId }) => [pantryTag(userId), preferencesTag(userId), recipesTag()],
});

/** Everything this room keeps. */
export const assistantRegions = [findingsRegion, tastesRegion, shortlistRegion, platesRegion, writtenRegion];

function hasAll<T>(...names: readonly (keyof T & string)[]): (value: unknown) => value is T {
  return (value): value is T =>
    typeof value === 'object' && value !== null && names.every((name) => Object.hasOwn(value, name));
}
