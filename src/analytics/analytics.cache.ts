import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import { defineAnswers, hours, minutes, type Period } from '#cache';
import { AnswerCacheInterceptor } from '../auth/answer-cache.interceptor.js';
import { dayAround } from '../calendar/time-zone.js';
import { refreshAhead } from '../config/lifetimes.js';
import { queryOf } from '../http/query-of.js';
import { ingredientsTag } from '../ingredients/ingredients.cache.js';
import { pantryTag } from '../pantry/pantry.cache.js';
import { preferencesTag } from '../preferences/preferences.cache.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { AnalyticsQuery } from './analytics.dto.js';

/** What became of what somebody had. Dishes, and the time zone by which weeks are counted, lie under the preferences. */
export const analyticsAnswers = defineAnswers<AnalyticsQuery>({
  name: 'analytics.answer',
  version: 1,
  freshFor: minutes(30),
  refreshAhead,
  staleIfErrorFor: hours(1),
  identity: ({ userId }) => userId,
  key: ({ weeks }) => [weeks],
  tags: ({ userId }) => [pantryTag(userId), preferencesTag(userId), ingredientsTag()],
});

@Injectable()
export class AnalyticsCacheInterceptor extends AnswerCacheInterceptor {
  @Inject(PreferencesService) private readonly preferences!: PreferencesService;

  protected trackBy(context: ExecutionContext): Promise<AnalyticsQuery> {
    return queryOf(context, AnalyticsQuery);
  }

  /** "This week" is another one after a midnight where the user lives. */
  protected override async periodOf({ userId }: AnalyticsQuery, at: number): Promise<Period> {
    return dayAround(at, await this.preferences.timeZoneOf(userId));
  }
}
