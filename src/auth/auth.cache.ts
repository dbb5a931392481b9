import { days, defineRegion, defineTag, minutes, under } from '#cache';
import { refreshAhead } from '../config/lifetimes.js';
import { isAccount, type Account } from './account.js';

/** The account of a user: its existence and its role. */
export const userTag = defineTag<[userId: number]>('user');

/**
 * Asked on every request, so it must be near. Every change of an account announces its tag; the five minutes bound only what is
 * changed behind our back. With the database away people stay logged in: a role can't be changed then either.
 */
export const accountsRegion = defineRegion<{ readonly userId: number }, Account | null>({
  name: 'accounts',
  version: 1,
  freshFor: minutes(5),
  refreshAhead,
  staleIfErrorFor: days(1),
  value: (value): value is Account | null => value === null || isAccount(value),
  key: ({ userId }) => [userId],
  tags: ({ userId }) => [userTag(userId)],
  keysUnder: [under(userTag, (userId) => [{ userId }])],
});
