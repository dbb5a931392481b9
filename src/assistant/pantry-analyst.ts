import { Injectable } from '@nestjs/common';
import { Cache, Clock, type Served } from '#cache';
import { dayAt, nextMidnight } from '../calendar/time-zone.js';
import { IngredientsService } from '../ingredients/ingredients.service.js';
import { safeFoods } from '../ingredients/safe-food.js';
import { PantryService } from '../pantry/pantry.service.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { findingsRegion } from './assistant.cache.js';
import type { PantryFindings } from './brief.js';

const WEEK = 7;
const MOST_DUE = 20;

/** Finds what is due, of what the user may eat: a housemate's peanut butter is for the housemate to use up. */
@Injectable()
export class PantryAnalyst {
  constructor(
    private readonly pantry: PantryService,
    private readonly preferences: PreferencesService,
    private readonly ingredients: IngredientsService,
    private readonly cache: Cache,
    private readonly clock: Clock,
  ) {}

  findingsOf(userId: number): Promise<Served<PantryFindings>> {
    return this.cache.fetch(findingsRegion, { userId }, () => this.#look(userId));
  }

  async #look(userId: number): Promise<PantryFindings> {
    const now = this.clock.now();
    const [preferences, book, items, { items: due }] = await Promise.all([
      this.preferences.of(userId),
      this.ingredients.book(),
      this.pantry.itemsOf(userId),
      this.pantry.expiring(userId, WEEK),
    ]);
    const { timeZone } = preferences;
    const isSafe = safeFoods(book, preferences);
    return {
      today: dayAt(now, timeZone),
      items: items.length,
      due: due
        .filter(({ ingredientId }) => isSafe(ingredientId))
        .slice(0, MOST_DUE)
        .map(({ name, daysLeft, ingredientId }) => ({ name, daysLeft: daysLeft ?? 0, ingredientId })),
      goodUntil: nextMidnight(now, timeZone),
    };
  }
}
