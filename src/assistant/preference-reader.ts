import { Injectable } from '@nestjs/common';
import { Cache, type Served } from '#cache';
import { PreferencesService } from '../preferences/preferences.service.js';
import { tastesRegion } from './assistant.cache.js';
import type { StatedTastes } from './brief.js';

/** Reads what the user wants and must not eat. What is learned of it is in the ranking already. */
@Injectable()
export class PreferenceReader {
  constructor(
    private readonly preferences: PreferencesService,
    private readonly cache: Cache,
  ) {}

  tastesOf(userId: number): Promise<Served<StatedTastes>> {
    return this.cache.fetch(tastesRegion, { userId }, async () => {
      const { diets, allergens, likedIngredients, dislikedIngredients, maxMinutes, householdSize } =
        await this.preferences.of(userId);
      return {
        diets,
        allergens,
        liked: likedIngredients,
        disliked: dislikedIngredients,
        maxMinutes,
        householdSize,
      };
    });
  }
}
