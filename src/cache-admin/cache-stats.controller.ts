import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdminOnly } from '../auth/access.js';
import { CacheAdvice } from './advice.dto.js';
import { CacheAdviceService } from './cache-advice.service.js';
import { CacheStatsService } from './cache-stats.service.js';
import { FleetStatsService } from './fleet-stats.service.js';
import { CacheStats, StatsQuery } from './stats.dto.js';

@ApiTags('cache')
@AdminOnly()
@Controller('admin/cache')
export class CacheStatsController {
  constructor(
    private readonly service: CacheStatsService,
    private readonly fleet: FleetStatsService,
    private readonly adviser: CacheAdviceService,
  ) {}

  /** What this process' cache did since it started, or those of all instances. */
  @Get('stats')
  @Header('cache-control', 'no-store')
  stats(@Query() { scope }: StatsQuery): Promise<CacheStats> {
    return scope === 'cluster' ? this.fleet.stats() : this.service.stats();
  }

  /** What lifetime each region had better have, and why, by what this process saw; and the keys read most. */
  @Get('advice')
  @Header('cache-control', 'no-store')
  advice(): CacheAdvice {
    return this.adviser.advice();
  }
}
