import { Controller, Get, Header } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdminOnly } from '../auth/access.js';
import { CacheStatsService } from './cache-stats.service.js';
import { CacheStats } from './stats.dto.js';

@ApiTags('cache')
@AdminOnly()
@Controller('admin/cache')
export class CacheStatsController {
  constructor(private readonly service: CacheStatsService) {}

  /** What this process' cache did since it started. */
  @Get('stats')
  @Header('cache-control', 'no-store')
  stats(): Promise<CacheStats> {
    return this.service.stats();
  }
}
