import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { HitRatesModule } from '../hit-rates/hit-rates.module.js';
import { PantryModule } from '../pantry/pantry.module.js';
import { PreferencesModule } from '../preferences/preferences.module.js';
import { RecommendationsModule } from '../recommendations/recommendations.module.js';
import { JobsRepository } from './jobs.repository.js';
import { WarmupController } from './warmup.controller.js';
import { WarmupSchedule } from './warmup.schedule.js';
import { WarmupService } from './warmup.service.js';

/** Reads early what will be asked for: by schedule and on demand. */
@Module({
  imports: [AuthModule, HitRatesModule, PantryModule, PreferencesModule, RecommendationsModule],
  controllers: [WarmupController],
  providers: [JobsRepository, WarmupSchedule, WarmupService],
})
export class WarmupModule {}
