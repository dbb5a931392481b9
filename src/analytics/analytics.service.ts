import { Injectable } from '@nestjs/common';
import { Clock } from '#cache';
import { dayAt } from '../calendar/time-zone.js';
import { weekOf, weeksUntil } from '../calendar/week.js';
import { latestOf } from '../http/changed-at.js';
import { IngredientsService } from '../ingredients/ingredients.service.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import type { AnalyticsView } from './analytics.dto.js';
import { dishesView, weekView, wentBothWays } from './analytics.view.js';
import { DishesRepository } from './dishes.repository.js';
import { TurnoverRepository } from './turnover.repository.js';

/** What became of what somebody had, by the weeks that this person lives. */
@Injectable()
export class AnalyticsService {
  constructor(
    private readonly turnover: TurnoverRepository,
    private readonly dishes: DishesRepository,
    private readonly preferences: PreferencesService,
    private readonly ingredients: IngredientsService,
    private readonly clock: Clock,
  ) {}

  /** Of this week and those before it, `count` in all. */
  async of(userId: number, count: number): Promise<AnalyticsView> {
    // The time before what was changed: what comes in between makes the answer look older than it is, and never newer.
    const [{ timeZone, lastUpdated }, book, pantryChangedAt] = await Promise.all([
      this.preferences.of(userId),
      this.ingredients.book(),
      this.turnover.changedAt(userId),
    ]);
    const weeks = weeksUntil(this.clock.now(), timeZone, count);
    const [gone, cooked] = await Promise.all([
      this.turnover.goneIn(weeks, userId),
      this.dishes.cookedIn(weeks, userId),
    ]);
    // Who waits for this with others may have asked after a midnight that fell into it.
    if (weekOf(dayAt(this.clock.now(), timeZone)) !== weeks.at(-1)?.name) return this.of(userId, count);
    return {
      userId,
      timeZone,
      ...wentBothWays(gone.total),
      dishes: dishesView(cooked.total, cooked.cuisines),
      weeks: weeks.map((week, at) => weekView(week, at, gone, cooked, book)),
      lastUpdated: latestOf([new Date(lastUpdated), ...(pantryChangedAt ? [pantryChangedAt] : [])]).toISOString(),
    };
  }
}
