import { Controller, Get, Header, ServiceUnavailableException } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { HealthCheckService, type HealthCheckResult, type HealthIndicatorResult } from '@nestjs/terminus';
import { Public, Uncounted } from '../auth/access.js';
import { unavailable } from '../http/problem.js';
import { HealthChecks } from './health-checks.js';
import { HealthReport } from './health.dto.js';

@ApiTags('health')
@Public()
@Uncounted()
@Controller('health')
export class HealthController {
  constructor(
    private readonly terminus: HealthCheckService,
    private readonly checks: HealthChecks,
  ) {}

  /** The process runs and answers. */
  @Get('live')
  @Header('cache-control', 'no-store')
  live(): Promise<HealthCheckResult> {
    return this.terminus.check([this.checks.memory]);
  }

  /** It can do its whole work; 503 without the database or while stopping. Redis down does not take it out. */
  @Get('ready')
  @Header('cache-control', 'no-store')
  async ready(): Promise<HealthCheckResult> {
    const report = await this.#report([this.checks.databaseAnswers, this.checks.redisAnswers]);
    if (report.status === 'error' || report.status === 'shutting_down') throw unavailable('Not ready');
    return report;
  }

  /** How all parts are and how well the cache serves. Without the database what is warm is still answered: degraded. */
  @Get()
  @Header('cache-control', 'no-store')
  async health(): Promise<HealthReport> {
    const { databaseAnswers, redisAnswers, hits, time, warmups, memory } = this.checks;
    const { status, details } = await this.#report([databaseAnswers, redisAnswers, hits, time, warmups, memory]);
    return { status: status === 'ok' ? 'ok' : 'degraded', checks: details };
  }

  /** Terminus throws what it finds wrong; here that is an answer. */
  async #report(
    checks: (() => PromiseLike<HealthIndicatorResult> | HealthIndicatorResult)[],
  ): Promise<HealthCheckResult> {
    try {
      return await this.terminus.check(checks);
    } catch (error) {
      if (error instanceof ServiceUnavailableException) return error.getResponse() as HealthCheckResult;
      throw error;
    }
  }
}
