import { Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdPipe } from '../http/id.pipe.js';
import { notFound } from '../http/problem.js';
import { JobsRepository } from './jobs.repository.js';
import { progressOf, WarmupProgress, WarmupStarted } from './warmup.dto.js';
import { WarmupService } from './warmup.service.js';

@ApiTags('cache')
@Controller('users/:userId/cache/warm')
export class WarmupController {
  constructor(
    private readonly warmup: WarmupService,
    private readonly jobs: JobsRepository,
  ) {}

  /** Pantry, preferences and the popular occasions are read in the background. */
  @Post()
  @HttpCode(202)
  async start(@Param('userId', IdPipe) userId: number): Promise<WarmupStarted> {
    const job = await this.warmup.startFor(userId);
    return { message: 'Warming has started', jobId: job.id };
  }

  @Get(':jobId')
  @Header('cache-control', 'no-store')
  async progress(
    @Param('userId', IdPipe) userId: number,
    @Param('jobId', IdPipe) jobId: number,
  ): Promise<WarmupProgress> {
    const job = await this.jobs.findForUser(jobId, userId);
    if (!job) throw notFound(`Job ${jobId}`);
    return progressOf(job);
  }
}
