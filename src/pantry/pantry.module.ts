import { Module } from '@nestjs/common';
import { CacheModule } from '#cache';
import { AuthModule } from '../auth/auth.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { IngredientsModule } from '../ingredients/ingredients.module.js';
import { PreferencesModule } from '../preferences/preferences.module.js';
import { ArrivingService } from './arriving.service.js';
import { ConsumingService } from './consuming.service.js';
import { JournalRepository } from './journal.repository.js';
import { KeepingController } from './keeping.controller.js';
import { KeepingService } from './keeping.service.js';
import { KeptPantry } from './kept-pantry.js';
import { PantryAdminController } from './pantry-admin.controller.js';
import { expiringAnswers, pantryAnswers, pantryRegion } from './pantry.cache.js';
import { PantryChanges } from './pantry.changes.js';
import { PantryController } from './pantry.controller.js';
import { PantryRepository } from './pantry.repository.js';
import { PantryService } from './pantry.service.js';
import { StockingService } from './stocking.service.js';
import { UndoingService } from './undoing.service.js';
import { UsingController } from './using.controller.js';
import { UsingService } from './using.service.js';

/** What people have at home, and what became of what they had. */
@Module({
  imports: [
    AuthModule,
    CacheModule.forFeature([pantryRegion, pantryAnswers, expiringAnswers]),
    IdempotencyModule,
    IngredientsModule,
    PreferencesModule,
  ],
  controllers: [PantryController, KeepingController, UsingController, PantryAdminController],
  providers: [
    ArrivingService,
    ConsumingService,
    JournalRepository,
    KeepingService,
    KeptPantry,
    PantryChanges,
    PantryRepository,
    PantryService,
    StockingService,
    UndoingService,
    UsingService,
  ],
  exports: [PantryService, UsingService],
})
export class PantryModule {}
