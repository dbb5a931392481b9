import { Injectable, type ExecutionContext } from '@nestjs/common';
import { defineAnswers, defineRegion, defineTag, hours, under } from '#cache';
import { AnswerCacheInterceptor } from '../auth/answer-cache.interceptor.js';
import { refreshAhead } from '../config/lifetimes.js';
import { noQuery } from '../http/no-query.js';
import { pathId } from '../http/path-id.js';
import type { PreferencesView } from './preferences.dto.js';

/** What a user wants, and what was learned of it. */
export const preferencesTag = defineTag<[userId: number]>('preferences');

/** Nothing in it depends on the hour, so only a change ends it before its day is over. */
export const preferencesRegion = defineRegion<{ readonly userId: number }, PreferencesView>({
  name: 'preferences',
  version: 1,
  freshFor: hours(24),
  refreshAhead,
  staleIfErrorFor: hours(24),
  value: isPreferences,
  identity: ({ userId }) => userId,
  key: () => [],
  tags: ({ userId }) => [preferencesTag(userId)],
  keysUnder: [under(preferencesTag, (userId) => [{ userId }])],
});

/** What an answer must not do without: who eats, and what must never be on the plate. */
function isPreferences(value: unknown): value is PreferencesView {
  if (typeof value !== 'object' || value === null) return false;
  const { userId, diets, allergens, timeZone, learned } = value as Partial<Record<keyof PreferencesView, unknown>>;
  return (
    Number.isSafeInteger(userId) &&
    [diets, allergens].every((list) => Array.isArray(list) && list.every((name) => typeof name === 'string')) &&
    typeof timeZone === 'string' &&
    typeof learned === 'object'
  );
}

/** The preferences as they are sent. */
export const preferencesAnswers = defineAnswers<{ readonly userId: number }>({
  name: 'preferences.answer',
  version: 1,
  freshFor: hours(24),
  refreshAhead,
  staleIfErrorFor: hours(24),
  identity: ({ userId }) => userId,
  key: () => [],
  tags: ({ userId }) => [preferencesTag(userId)],
  keysUnder: [under(preferencesTag, (userId) => [{ userId }])],
});

@Injectable()
export class PreferencesCacheInterceptor extends AnswerCacheInterceptor {
  protected trackBy(context: ExecutionContext) {
    noQuery(context);
    const userId = pathId(context, 'userId');
    return userId === undefined ? undefined : { userId };
  }
}
