import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CachedResponse } from '#cache';
import { OwnerIn } from '../auth/access.js';
import { analyticsAnswers, AnalyticsCacheInterceptor } from './analytics.cache.js';
import { AnalyticsQuery, AnalyticsView } from './analytics.dto.js';
import { AnalyticsService } from './analytics.service.js';

@ApiTags('analytics')
@Controller('analytics')
@UseInterceptors(AnalyticsCacheInterceptor)
export class AnalyticsController {
  constructor(private readonly analytics: AnalyticsService) {}

  /** What became of what was there, week by week: what was used, what went off and what that cost, what was cooked. */
  @OwnerIn({ query: 'userId' })
  @Get('complex')
  @CachedResponse<AnalyticsView>(analyticsAnswers, {
    scope: 'private',
    groups: ['pantry', 'preferences', 'ingredients'],
    lastModified: ({ lastUpdated }) => new Date(lastUpdated),
  })
  complex(@Query() { userId, weeks }: AnalyticsQuery): Promise<AnalyticsView> {
    return this.analytics.of(userId, weeks);
  }
}
