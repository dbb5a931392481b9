import { daysBetween, type Day } from '../calendar/day.js';

const SOON = 3;
const THIS_WEEK = 7;

/** How many items stand where, and how pressing that is. */
export interface ExpiryAnalysis {
  readonly expired: number;
  /** 0 to 3 days left. */
  readonly expiringSoon: number;
  /** 4 to 7 days left. */
  readonly expiringThisWeek: number;
  readonly fresh: number;
  readonly undated: number;
  readonly totalItems: number;
  /** 0..1, see `urgencyOf`. */
  readonly urgencyScore: number;
}

interface Dated {
  readonly expiresOn: Day | null;
}

/** Whole days until the day: 0 on the day itself, negative after it, null without one. */
export function daysLeft({ expiresOn }: Dated, today: Day): number | null {
  return expiresOn === null ? null : daysBetween(today, expiresOn);
}

/** Where the items of a pantry stand on a day. */
export function analysisOf(items: readonly Dated[], today: Day): ExpiryAnalysis {
  const left = items.map((item) => daysLeft(item, today));
  const dated = left.filter((days) => days !== null);
  const between = (from: number, to: number) => dated.filter((days) => days >= from && days <= to).length;
  return {
    expired: between(-Infinity, -1),
    expiringSoon: between(0, SOON),
    expiringThisWeek: between(SOON + 1, THIS_WEEK),
    fresh: between(THIS_WEEK + 1, Infinity),
    undated: left.length - dated.length,
    totalItems: left.length,
    urgencyScore: urgencyOf(dated),
  };
}

/**
 * How pressing a pantry is, 0..1. An item presses by 1 when it is due or over, by an eighth less for each day it has left, and
 * from eight days on not at all. Each takes away half its press of what is missing to 1: one item due today gives .5, two give
 * .75, and any amount of fresh food changes nothing.
 */
export function urgencyOf(daysLeftOfItems: readonly number[]): number {
  const presses = daysLeftOfItems.map((days) => Math.min(1, Math.max(0, (THIS_WEEK + 1 - days) / (THIS_WEEK + 1))));
  const missing = presses.reduce((rest, press) => rest * (1 - press / 2), 1);
  return Math.round((1 - missing) * 10_000) / 10_000;
}
