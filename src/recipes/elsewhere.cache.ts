import { defineRegion, hours, seconds } from '#cache';
import { OutsideError } from '../outside/outside.error.js';
import type { ProviderRecipe } from './recipe-provider.js';

/**
 * What a provider found, by its words, whoever asks: the provider allows an hour, so nothing is served past that, not when it fails
 * either. That it failed is remembered for a while, so that the same search does not ask it again at once.
 */
export const elsewhereRegion = defineRegion<{ readonly query: string }, readonly ProviderRecipe[]>({
  name: 'elsewhere',
  version: 1,
  freshFor: hours(1),
  failureFor: (error) => (error instanceof OutsideError ? seconds(30) : undefined),
  value: (value): value is readonly ProviderRecipe[] => Array.isArray(value),
  key: ({ query }) => [query],
});
