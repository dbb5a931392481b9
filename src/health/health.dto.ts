import type { HealthIndicatorResult } from '@nestjs/terminus';

export class HealthReport {
  status!: 'ok' | 'degraded' | 'error';
  /** By part: database, redis, cache, clock, warmup, memory. */
  checks!: HealthIndicatorResult;
}
