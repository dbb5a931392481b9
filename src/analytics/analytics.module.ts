import { Module } from '@nestjs/common';
import { CacheModule } from '#cache';
import { IngredientsModule } from '../ingredients/ingredients.module.js';
import { PreferencesModule } from '../preferences/preferences.module.js';
import { analyticsAnswers } from './analytics.cache.js';
import { AnalyticsController } from './analytics.controller.js';
import { AnalyticsService } from './analytics.service.js';
import { DishesRepository } from './dishes.repository.js';
import { TurnoverRepository } from './turnover.repository.js';

/** What became of what people had. */
@Module({
  imports: [CacheModule.forFeature([analyticsAnswers]), IngredientsModule, PreferencesModule],
  controllers: [AnalyticsController],
  providers: [AnalyticsService, DishesRepository, TurnoverRepository],
})
export class AnalyticsModule {}
