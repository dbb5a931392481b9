import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import { defineAnswers, defineRegion, defineTag, hours, under, type Period } from '#cache';
import { AnswerCacheInterceptor } from '../auth/answer-cache.interceptor.js';
import { dayAround } from '../calendar/time-zone.js';
import { refreshAhead } from '../config/lifetimes.js';
import { noQuery } from '../http/no-query.js';
import { pathId } from '../http/path-id.js';
import { queryOf } from '../http/query-of.js';
import { preferencesTag } from '../preferences/preferences.cache.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { ExpiringQuery } from './pantry.dto.js';
import type { Pantry } from './lot.js';

/** What a user has. */
export const pantryTag = defineTag<[userId: number]>('pantry');

/** Facts with their dates; how many days are left is counted when answering, or it would be wrong after midnight. */
export const pantryRegion = defineRegion<{ readonly userId: number }, Pantry>({
  name: 'pantry',
  version: 3,
  freshFor: hours(1),
  refreshAhead,
  staleIfErrorFor: hours(1),
  value: isPantry,
  identity: ({ userId }) => userId,
  key: () => [],
  tags: ({ userId }) => [pantryTag(userId)],
  keysUnder: [under(pantryTag, (userId) => [{ userId }])],
});

interface OwnPantry {
  readonly userId: number;
}

/** The pantry as it is sent. It counts days in the user's time zone, so it depends on the preferences too. */
export const pantryAnswers = defineAnswers<OwnPantry>({
  name: 'pantry.answer',
  version: 3,
  freshFor: hours(1),
  refreshAhead,
  staleIfErrorFor: hours(1),
  identity: ({ userId }) => userId,
  key: () => [],
  tags: ({ userId }) => [pantryTag(userId), preferencesTag(userId)],
  keysUnder: [under(pantryTag, (userId) => [{ userId }])],
});

/** What is due, as it is sent. */
export const expiringAnswers = defineAnswers<OwnPantry & { readonly within: number }>({
  name: 'pantry.expiring',
  version: 3,
  freshFor: hours(1),
  refreshAhead,
  staleIfErrorFor: hours(1),
  identity: ({ userId }) => userId,
  key: ({ within }) => [within],
  tags: ({ userId }) => [pantryTag(userId), preferencesTag(userId)],
});

@Injectable()
export class PantryCacheInterceptor extends AnswerCacheInterceptor {
  @Inject(PreferencesService) private readonly preferences!: PreferencesService;

  protected async trackBy(context: ExecutionContext) {
    const userId = pathId(context, 'userId');
    if (userId === undefined) return undefined;
    if (this.regionOf(context) === pantryAnswers) {
      noQuery(context);
      return { userId };
    }
    const { within } = await queryOf(context, ExpiringQuery);
    return { userId, within };
  }

  /** Days left are wrong after midnight where the user lives. */
  protected override async periodOf({ userId }: OwnPantry, at: number): Promise<Period> {
    return dayAround(at, await this.preferences.timeZoneOf(userId));
  }
}

function isPantry(value: unknown): value is Pantry {
  if (typeof value !== 'object' || value === null) return false;
  const { userId, items, lastUpdated } = value as Partial<Record<keyof Pantry, unknown>>;
  return Number.isSafeInteger(userId) && typeof lastUpdated === 'string' && Array.isArray(items) && items.every(isLot);
}

function isLot(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { id, name, quantity, unit } = value as Readonly<Record<string, unknown>>;
  return Number.isSafeInteger(id) && [name, quantity, unit].every((text) => typeof text === 'string');
}
