import { Controller, Get, Header, Res, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public, Uncounted } from '../auth/access.js';
import { MetricsGuard } from './metrics.guard.js';
import { Metrics } from './metrics.js';

@ApiTags('health')
@Public()
@Uncounted()
@UseGuards(MetricsGuard)
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  /** For Prometheus. With METRICS_TOKEN set whoever knows it may read it, without it this machine alone. */
  @Get()
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  text(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.header('content-type', this.metrics.contentType);
    return this.metrics.text();
  }
}
