import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import type { Clock } from '#cache';
import { AnalyticsModule } from './analytics/analytics.module.js';
import { AssistantModule } from './assistant/assistant.module.js';
import { AuthModule } from './auth/auth.module.js';
import { LimitsModule } from './auth/limits.module.js';
import { cacheModule } from './config/cache.js';
import { Config } from './config/config.js';
import { ConfigModule } from './config/config.module.js';
import { CookingModule } from './cooking/cooking.module.js';
import { DashboardModule } from './dashboard/dashboard.module.js';
import { DatabaseModule } from './database/database.module.js';
import { CacheAdminModule } from './cache-admin/cache-admin.module.js';
import { HealthModule } from './health/health.module.js';
import { ProblemFilter } from './http/problem.filter.js';
import { IngredientsModule } from './ingredients/ingredients.module.js';
import { PantryModule } from './pantry/pantry.module.js';
import { PicturesModule } from './pictures/pictures.module.js';
import { PreferencesModule } from './preferences/preferences.module.js';
import { validation } from './http/validation.js';
import { RecipesModule } from './recipes/recipes.module.js';
import { RecommendationsModule } from './recommendations/recommendations.module.js';
import { WarmupModule } from './warmup/warmup.module.js';

export interface AppParts {
  /** Tests bring their own. */
  readonly clock?: Clock;
}

/** The whole application: wiring, nothing else. */
@Module({})
export class AppModule {
  static with(config: Config, parts: AppParts = {}): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(config),
        cacheModule(parts.clock),
        DatabaseModule,
        ScheduleModule.forRoot(),
        LimitsModule,
        AuthModule,
        HealthModule,
        IngredientsModule,
        PreferencesModule,
        PantryModule,
        RecipesModule,
        PicturesModule,
        CookingModule,
        RecommendationsModule,
        AnalyticsModule,
        AssistantModule,
        WarmupModule,
        CacheAdminModule,
        DashboardModule,
      ],
      providers: [
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useFactory: validation },
      ],
    };
  }
}
