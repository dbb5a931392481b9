import { Controller, Get, Param, Query, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CachedResponse } from '#cache';
import { IdPipe } from '../http/id.pipe.js';
import { recommendationAnswers, RecommendationsCacheInterceptor } from './recommendations.cache.js';
import { RecommendationsQuery, RecommendationsView } from './recommendations.dto.js';
import { RecommendationsService } from './recommendations.service.js';

@ApiTags('recommendations')
@Controller('recommendations')
@UseInterceptors(RecommendationsCacheInterceptor)
export class RecommendationsController {
  constructor(private readonly recommendations: RecommendationsService) {}

  /** What to cook from what is there before it goes off, best first, each with its reasons. */
  @Get(':userId')
  @CachedResponse<RecommendationsView>(recommendationAnswers, {
    scope: 'private',
    groups: ['pantry', 'preferences', 'recipes'],
    keeps: ({ degraded }) => !degraded,
    lastModified: ({ generatedAt }) => new Date(generatedAt),
  })
  recommend(
    @Param('userId', IdPipe) userId: number,
    @Query() query: RecommendationsQuery,
  ): Promise<RecommendationsView> {
    return this.recommendations.recommend(userId, query);
  }
}
