import { Module } from '@nestjs/common';
import { CacheModule } from '#cache';
import { AuthModule } from '../auth/auth.module.js';
import { KeptPreferences } from './kept-preferences.js';
import { preferencesAnswers, preferencesRegion } from './preferences.cache.js';
import { PreferencesController } from './preferences.controller.js';
import { PreferencesRepository } from './preferences.repository.js';
import { PreferencesService } from './preferences.service.js';

/** What people want to eat, and must not. */
@Module({
  imports: [AuthModule, CacheModule.forFeature([preferencesRegion, preferencesAnswers])],
  controllers: [PreferencesController],
  providers: [KeptPreferences, PreferencesRepository, PreferencesService],
  exports: [PreferencesService],
})
export class PreferencesModule {}
