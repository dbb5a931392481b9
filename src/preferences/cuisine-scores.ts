import { ValidateBy } from 'class-validator';
import { isText } from '../http/is-text.js';

const MOST_CUISINES = 50;
const LONGEST_NAME = 50;

/** Names that are members of every object in one way or another. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

/** True for `{ "italian": 0.8 }`: at most 50 cuisines, each with how much it is liked, 0 to 1. */
export function isCuisineScores(value: unknown): value is Record<string, number> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const scores = Object.entries(value);
  return scores.length <= MOST_CUISINES && scores.every(([name, score]) => isCuisine(name) && isScore(score));
}

function isCuisine(name: string): boolean {
  const plain = cuisineName(name);
  return isText(plain) && plain.length > 0 && plain.length <= LONGEST_NAME && !RESERVED.has(plain);
}

function isScore(score: unknown): boolean {
  return typeof score === 'number' && score >= 0 && score <= 1;
}

/** The one spelling of a cuisine's name. */
export const cuisineName = (name: string) => name.trim().toLowerCase();

export function IsCuisineScores(): PropertyDecorator {
  const defaultMessage = () =>
    `must be an object of at most ${MOST_CUISINES} cuisines (1 to ${LONGEST_NAME} characters), each with a number from 0 to 1`;
  return ValidateBy({ name: 'isCuisineScores', validator: { validate: isCuisineScores, defaultMessage } });
}
