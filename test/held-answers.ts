import { Cache } from '#cache';
import type { TestApp } from './harness/app.js';

/** From now on no whole answer is held. */
export async function forgetAnswers(app: TestApp): Promise<void> {
  const cache = app.nest.get(Cache);
  await Promise.all(answerRegions(cache).map((region) => cache.clear(region)));
}

/** How many whole answers are in memory, of all routes. */
export function answersHeld(app: TestApp): number {
  const cache = app.nest.get(Cache);
  return answerRegions(cache).reduce((sum, { name }) => sum + (cache.counts.get(name)?.entries ?? 0), 0);
}

const answerRegions = (cache: Cache) => [...cache.regions.values()].filter(({ holdsAnswers }) => holdsAnswers);
