import { conflict } from '../http/problem.js';

const MOST_ITEMS = 2000;

/** Throws a 409 where a pantry that holds so many items has no room for those that come. */
export function demandRoom(held: number, coming: number): void {
  if (held + coming > MOST_ITEMS) throw conflict('pantry-full', `A pantry holds at most ${MOST_ITEMS} items`);
}
