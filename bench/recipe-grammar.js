/**
 * Recipes made of the catalogue's own: the frame of one (cuisine, times, category, steps), half of its lines and half of those of
 * another, called after both. So they have the words, the amounts and the spelling of real ones, as many as are asked for.
 */
import { randomFrom } from './random.js';

export function recipesOfGrammar(shipped, count, seed = 1) {
  const random = randomFrom(seed);
  const pick = () => shipped[Math.floor(random() * shipped.length)];
  const half = (lines) => lines.filter(() => random() < 0.5);

  return Array.from({ length: count }, (_, at) => {
    const [frame, other] = [pick(), pick()];
    const lines = [...half(frame.recipeIngredient), ...half(other.recipeIngredient)];
    return {
      ...frame,
      identifier: `made-${at}`,
      name: `${frame.name} after ${other.name}, number ${at}`,
      recipeIngredient: lines.length > 0 ? [...new Set(lines)] : frame.recipeIngredient,
    };
  });
}
