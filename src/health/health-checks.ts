import { Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { Cache, Clock } from '#cache';
import { Database } from '../database/database.js';
import { HitRates } from '../hit-rates/hit-rates.js';
import { WarmUsers } from '../hit-rates/warm-users.js';
import { LatestWarmup } from '../hit-rates/latest-warmup.js';

/** A database that has not answered by then is down for us. */
const DATABASE_LIMIT_MS = 1000;

/** What each part says of itself. Nothing here names an address or a key. */
@Injectable()
export class HealthChecks {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly database: Database,
    private readonly cache: Cache,
    private readonly clock: Clock,
    private readonly hitRates: HitRates,
    private readonly warmUsers: WarmUsers,
    private readonly latestWarmup: LatestWarmup,
  ) {}

  readonly databaseAnswers = () =>
    this.indicators
      .check('database')
      .attempt(() => this.#pinged())
      .withTimeout(DATABASE_LIMIT_MS);

  /** Without Redis we answer all the same, only dearer: that is degraded, not down. */
  readonly redisAnswers = async () => {
    const check = this.indicators.check('redis');
    const { far } = this.cache;
    if (!far) return check.up({ state: 'off' });
    const { breaker, failures } = far;
    return (await this.cache.farAnswers())
      ? check.up({ state: 'up', breaker, failures })
      : check.degraded({ state: 'down', breaker, failures });
  };

  readonly hits = () => {
    const { entries, bytes, maxBytes } = this.cache.memory;
    return this.indicators.check('cache').up({
      hitRate: this.hitRates.overall,
      warmUserHitRate: this.warmUsers.hitRate,
      regions: this.hitRates.byRegion,
      memory: { entries, bytes, maxBytes },
    });
  };

  readonly time = () => this.indicators.check('clock').up({ now: new Date(this.clock.now()).toISOString() });

  readonly warmups = () => this.indicators.check('warmup').up({ last: this.latestWarmup.told });

  readonly memory = () => {
    const { rss, heapUsed } = process.memoryUsage();
    return this.indicators.check('memory').up({ rssBytes: rss, heapUsedBytes: heapUsed });
  };

  /** What it failed of names addresses and statements: anybody may read a report. */
  async #pinged(): Promise<void> {
    try {
      await this.database.ping();
    } catch (error) {
      throw new Error('does not answer', { cause: error });
    }
  }
}
