import { Module } from '@nestjs/common';
import { CacheAdviceService } from './cache-advice.service.js';
import { CacheEntriesController } from './cache-entries.controller.js';
import { CacheEntriesService } from './cache-entries.service.js';
import { CacheStatsController } from './cache-stats.controller.js';
import { CacheStatsService } from './cache-stats.service.js';
import { FleetStatsService } from './fleet-stats.service.js';
import { InstancesRepository } from './instances.repository.js';
import { InvalidationController } from './invalidation.controller.js';

/** What operators see of the cache, and how they empty it. */
@Module({
  controllers: [CacheStatsController, CacheEntriesController, InvalidationController],
  providers: [CacheStatsService, CacheAdviceService, CacheEntriesService, FleetStatsService, InstancesRepository],
})
export class CacheAdminModule {}
