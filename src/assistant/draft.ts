import type { Draft } from './language-model.js';

/** What an answer may speak of. */
export interface Bounds {
  /** Recipes that passed the hard filters. */
  readonly candidates: readonly { readonly id: number }[];
  /** True for a text that names nothing the user must not eat. */
  readonly isHarmless: (text: string) => boolean;
}

/** A draft that is not sent: what is wrong with it, in words for the log that quote nothing of it. */
export class DraftRefused extends Error {
  readonly code = 'DRAFT_REFUSED';
}

const LONGEST = 1500;
const MOST_RECIPES = 5;
/** Control characters but for a new line, halves of pairs, and what turns the direction of writing around. */
const NOT_WRITING = /[^\P{Cc}\n]|[\p{Cs}\u202A-\u202E\u2066-\u2069]/u;
const ADDRESS = /https?:|www\.|\]\(|<[a-z!/]/i;

/** The text of a model as a draft; throws `DraftRefused` where it is none. */
export function draftIn(text: unknown): Draft {
  const { answer, recipes } = membersOf(text);
  if (typeof answer !== 'string' || !Array.isArray(recipes)) throw new DraftRefused('it has no answer or no recipes');
  if (!recipes.every((id): id is number => Number.isSafeInteger(id))) throw new DraftRefused('a recipe is no id');
  return { answer: answer.trim(), recipes: [...new Set(recipes)] };
}

/** The draft itself where all in it may be said; throws `DraftRefused` else. */
export function checked(draft: Draft, { candidates, isHarmless }: Bounds): Draft {
  const { answer, recipes } = draft;
  const known = new Set(candidates.map(({ id }) => id));
  if (answer.length === 0 || answer.length > LONGEST) throw new DraftRefused('it is empty or too long');
  if (NOT_WRITING.test(answer) || ADDRESS.test(answer)) throw new DraftRefused('it has addresses or signs in it');
  if (recipes.length > MOST_RECIPES) throw new DraftRefused('it recommends too many recipes');
  if (!recipes.every((id) => known.has(id))) throw new DraftRefused('it recommends a recipe that was not offered');
  if (!isHarmless(answer)) throw new DraftRefused('it names what the user must not eat');
  return draft;
}

function membersOf(text: unknown): { readonly answer?: unknown; readonly recipes?: unknown } {
  if (typeof text !== 'string') throw new DraftRefused('it is no text');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new DraftRefused('it is no JSON', { cause: error });
  }
  if (typeof parsed !== 'object' || parsed === null) throw new DraftRefused('it is no object');
  return parsed;
}
