import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { Config } from '../config/config.js';
import { WarmupService } from './warmup.service.js';

/** Calls the warm-up when the settings say so. */
@Injectable()
export class WarmupSchedule implements OnApplicationBootstrap {
  readonly #logger = new Logger(WarmupSchedule.name);

  constructor(
    private readonly config: Config,
    private readonly registry: SchedulerRegistry,
    private readonly warmup: WarmupService,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.WARMUP_CRON === 'off') return;
    const job = CronJob.from({
      cronTime: this.config.WARMUP_CRON,
      onTick: () => this.#run(),
      waitForCompletion: true,
    });
    this.registry.addCronJob('warm-fleet', job);
    job.start();
  }

  async #run(): Promise<void> {
    try {
      await this.warmup.warmFleet();
    } catch (error) {
      this.#logger.error({ err: error }, 'the scheduled warm-up broke off');
    }
  }
}
