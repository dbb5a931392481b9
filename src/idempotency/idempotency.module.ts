import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { IdempotencyService } from './idempotency.service.js';
import { KeptAnswers } from './kept-answers.js';

/** Makes `@Idempotent()` work in the rooms that import it. */
@Module({
  imports: [AuthModule],
  providers: [IdempotencyRepository, IdempotencyService, KeptAnswers],
  exports: [IdempotencyService],
})
export class IdempotencyModule {}
