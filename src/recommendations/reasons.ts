import { RESCUE_DAYS } from './expiry-use.js';

/** What the reasons are told from: the same figures that made the score. */
export interface Grounds {
  /** Soonest first. */
  readonly rescues: readonly { readonly name: string; readonly daysLeft: number }[];
  readonly met: number;
  readonly asked: number;
  readonly totalMinutes: number | null;
  readonly comfortableMinutes: number;
  readonly cuisine: string | null;
  /** How much the user leans to that cuisine, stated or learned, -1..1. */
  readonly cuisineLeaning: number;
  /** Names of foods in the dish that the user likes. */
  readonly liked: readonly string[];
  readonly disliked: string | undefined;
  /** How well the user's own goals are met, 0..1; undefined without goals. */
  readonly nutrition: number | undefined;
  readonly novelty: number;
  readonly isSide: boolean;
  readonly substitutions: readonly { readonly missing: string; readonly use: string }[];
  /** Names of what stands in and is not liked: nothing else was there. */
  readonly dislikedUses: readonly string[];
}

const SOON_DAYS = 3;
const QUICK_MINUTES = 30;
const CLEAR_LEANING = 0.2;
const GOOD_FIT = 0.85;
const WORN = 0.6;
const MOST_NAMES = 4;

/** Why a recipe stands where it stands, in short sentences, the weightiest first. */
export function reasonsFor(grounds: Grounds): string[] {
  return [
    rescueReason(grounds),
    coverageReason(grounds),
    substituteReason(grounds),
    tasteReason(grounds),
    timeReason(grounds),
    (grounds.nutrition ?? 0) >= GOOD_FIT ? 'Fits your nutrition goals' : undefined,
    grounds.disliked === undefined ? undefined : `Has ${grounds.disliked}, which you don't like`,
    grounds.isSide ? 'Goes with a meal, and is none by itself' : undefined,
    grounds.novelty < WORN ? 'Ranked lower: you cooked, saw or dismissed it lately' : undefined,
  ].filter((reason) => reason !== undefined);
}

function rescueReason({ rescues }: Grounds): string | undefined {
  const [first] = rescues;
  if (!first) return undefined;
  const soon = rescues.filter(({ daysLeft }) => daysLeft <= SOON_DAYS);
  if (rescues.length === 1) return `Uses ${first.name}, ${dueWords(first.daysLeft)}`;
  if (soon.length === 1) return `Uses ${first.name}, ${dueWords(first.daysLeft)}, and ${rescues.length - 1} more`;
  const [days, due] = soon.length > 0 ? [SOON_DAYS, soon] : [RESCUE_DAYS, rescues];
  return `Uses ${due.length} things that expire within ${days} days: ${listed(due.map(({ name }) => name))}`;
}

/** Such words suit one milk and many tomatoes. */
function dueWords(daysLeft: number): string {
  if (daysLeft < 0) return 'past the best-before day';
  if (daysLeft === 0) return 'due today';
  return daysLeft === 1 ? 'due tomorrow' : `due in ${daysLeft} days`;
}

function coverageReason({ met, asked }: Grounds): string | undefined {
  if (asked === 0 || met === 0) return undefined;
  if (asked === 1) return 'You have the one ingredient';
  return met === asked ? `You have all ${asked} ingredients` : `You have ${met} of ${asked} ingredients`;
}

function substituteReason({ substitutions: [first], dislikedUses }: Grounds): string | undefined {
  if (!first) return undefined;
  const but = dislikedUses.includes(first.use) ? ", though you don't like it" : '';
  return `${capitalised(first.use)} can stand in for ${first.missing}${but}`;
}

function tasteReason({ cuisine, cuisineLeaning, liked }: Grounds): string | undefined {
  if (cuisine !== null && cuisineLeaning >= CLEAR_LEANING) return `${capitalised(cuisine)}, which you like`;
  return liked.length > 0 ? `Has ${listed(liked)}, which you like` : undefined;
}

function timeReason({ totalMinutes, comfortableMinutes }: Grounds): string | undefined {
  if (totalMinutes === null || totalMinutes <= 0) return undefined;
  return totalMinutes <= Math.min(QUICK_MINUTES, comfortableMinutes) ? `Ready in ${totalMinutes} minutes` : undefined;
}

function listed(names: readonly string[]): string {
  const distinct = [...new Set(names)];
  if (distinct.length <= MOST_NAMES) return distinct.join(', ');
  return `${distinct.slice(0, MOST_NAMES).join(', ')} and ${distinct.length - MOST_NAMES} more`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
