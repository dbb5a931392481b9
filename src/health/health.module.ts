import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HitRatesModule } from '../hit-rates/hit-rates.module.js';
import { HealthController } from './health.controller.js';
import { HealthChecks } from './health-checks.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';

/** Whether the service lives, is ready, and how well it does. */
@Module({
  imports: [TerminusModule.forRoot({ logger: false }), HitRatesModule],
  controllers: [HealthController, MetricsController],
  providers: [HealthChecks, Metrics],
})
export class HealthModule {}
