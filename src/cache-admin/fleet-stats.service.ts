import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { seconds } from '#cache';
import { Background } from '../background/background.js';
import { Database } from '../database/database.js';
import { CacheStatsService } from './cache-stats.service.js';
import { sumOf } from './fleet.js';
import { InstancesRepository } from './instances.repository.js';
import type { CacheStats } from './stats.dto.js';

const TELLS_EVERY = seconds(15);
/** An instance that has told nothing for so long is gone. */
const SILENT_AFTER = seconds(45);

/**
 * The caches of all instances together. Each tells its own figures in the database four times a minute, so that they are to be had whatever
 * becomes of Redis; whoever is asked adds its own of this moment. Where the database is this process' own there is nobody to tell.
 */
@Injectable()
export class FleetStatsService implements BeforeApplicationShutdown {
  readonly #logger = new Logger(FleetStatsService.name);
  readonly #background = new Background();

  constructor(
    private readonly own: CacheStatsService,
    private readonly instances: InstancesRepository,
    private readonly database: Database,
  ) {}

  async stats(): Promise<CacheStats> {
    const others = this.database.isShared ? await this.instances.othersWithin(SILENT_AFTER, this.own.instance) : [];
    return sumOf([await this.own.told(), ...others]);
  }

  @Interval(TELLS_EVERY.ms)
  tellOthers(): void {
    if (!this.database.isShared) return;
    this.#background.start(this.#tell(), (error) =>
      this.#logger.debug({ err: error }, 'the figures of the cache could not be told'),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#background.settled();
    if (!this.database.isShared) return;
    this.#background.start(this.instances.forget(this.own.instance), (error) =>
      this.#logger.debug({ err: error }, 'this instance is counted for a little longer'),
    );
    await this.#background.settled();
  }

  async #tell(): Promise<void> {
    await this.instances.tell(this.own.instance, await this.own.told());
    await this.instances.forgetSilent(SILENT_AFTER);
  }
}
