import { Module } from '@nestjs/common';
import { CacheStatsController } from './cache-stats.controller.js';
import { InvalidationController } from './invalidation.controller.js';
import { CacheAdviceService } from './cache-advice.service.js';
import { CacheStatsService } from './cache-stats.service.js';

/** What operators see of the cache, and how they empty it. */
@Module({
  controllers: [CacheStatsController, InvalidationController],
  providers: [CacheStatsService, CacheAdviceService],
})
export class CacheAdminModule {}
