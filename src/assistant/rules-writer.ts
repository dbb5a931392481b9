import { Injectable } from '@nestjs/common';
import type { Brief, Candidate, Plate } from './brief.js';
import { LanguageModel, type Draft } from './language-model.js';

const MOST_TOLD = 3;
const SOON_DAYS = 3;
const MOST_NAMES = 4;

/** The writer that is always there: rules and no guesses, so the same brief gives the same words, everywhere. */
@Injectable()
export class RulesWriter extends LanguageModel {
  readonly name = 'built-in rules';

  async write({ pantry, wanted, candidates, plates, tastes }: Brief): Promise<Draft> {
    const told = candidates.slice(0, MOST_TOLD);
    const [first, ...others] = told;
    const sentences = first
      ? [lackingSentence(wanted, told), mainSentence(first, plates), othersSentence(others), dueSentence(pantry.due)]
      : ['Nothing found for your kitchen fits what you asked for and may eat', dueSentence(pantry.due)];
    return {
      answer: [...sentences, filterSentence(tastes)].filter((one) => one !== undefined).join('. ') + '.',
      recipes: told.map(({ id }) => id),
    };
  }
}

function mainSentence({ title, minutes, reasons, missing, id }: Candidate, plates: readonly Plate[]): string {
  const kcal = plates.find(({ recipeId }) => recipeId === id)?.perServing?.kcal;
  const facts = [
    minutes === null ? undefined : `${minutes} minutes`,
    kcal === undefined ? undefined : `about ${Math.round(kcal)} kcal a serving`,
  ].filter((fact) => fact !== undefined);
  return [
    `Cook ${title}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`,
    ...reasons.slice(0, 2),
    missing.length > 0 ? `To buy: ${listed(missing)}` : undefined,
  ]
    .filter((part) => part !== undefined)
    .join('. ');
}

/** What was asked for, and is in none of what is told. */
function lackingSentence(wanted: readonly string[], told: readonly Candidate[]): string | undefined {
  const lacking = wanted.filter((name) => !told.some(({ asked }) => asked.includes(name)));
  return lacking.length === 0 ? undefined : `Nothing that fits the rest has what you asked for: ${listed(lacking)}`;
}

function othersSentence(others: readonly Candidate[]): string | undefined {
  return others.length === 0 ? undefined : `Or: ${others.map(({ title }) => title).join('; ')}`;
}

function dueSentence(due: Brief['pantry']['due']): string | undefined {
  const soon = due.filter(({ daysLeft }) => daysLeft <= SOON_DAYS).map(({ name }) => name);
  return soon.length === 0 ? undefined : `Use within ${SOON_DAYS} days: ${listed([...new Set(soon)])}`;
}

function filterSentence({ allergens, diets }: Brief['tastes']): string | undefined {
  const kept = [...diets, ...allergens.map((allergen) => `no ${allergen}`)];
  return kept.length === 0 ? undefined : `Kept to: ${kept.join(', ')}`;
}

function listed(names: readonly string[]): string {
  if (names.length <= MOST_NAMES) return names.join(', ');
  return `${names.slice(0, MOST_NAMES).join(', ')} and ${names.length - MOST_NAMES} more`;
}
