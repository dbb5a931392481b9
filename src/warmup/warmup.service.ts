import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Clock, days, minutes } from '#cache';
import { UsersRepository } from '../auth/users.repository.js';
import { Background } from '../background/background.js';
import { Config } from '../config/config.js';
import { LatestWarmup } from '../hit-rates/latest-warmup.js';
import { WarmUsers } from '../hit-rates/warm-users.js';
import { PantryService } from '../pantry/pantry.service.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import type { RecipeContext } from '../recipes/recipe.js';
import { RecommendationsService } from '../recommendations/recommendations.service.js';
import { eachOf } from './each-of.js';
import { JobsRepository, type Job } from './jobs.repository.js';

/** The occasions most asked for. */
const POPULAR_CONTEXTS: readonly RecipeContext[] = ['breakfast', 'quick', 'healthy', 'vegetarian'];
const RECENTLY = days(7);
const MOST_USERS = 1000;
/** Of instances whose schedule strikes together, the first one within this runs. */
const ONE_RUN_PER = minutes(5);

/** Reads early what will be asked for, through the same services as a request: warming is nothing else. */
@Injectable()
export class WarmupService implements BeforeApplicationShutdown {
  readonly #logger = new Logger(WarmupService.name);
  readonly #background = new Background();
  #stopping = false;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly users: UsersRepository,
    private readonly pantry: PantryService,
    private readonly preferences: PreferencesService,
    private readonly recommendations: RecommendationsService,
    private readonly jobs: JobsRepository,
    private readonly warmUsers: WarmUsers,
    private readonly latest: LatestWarmup,
  ) {}

  /** Starts warming one user and tells the job to ask after. */
  async startFor(userId: number): Promise<Job> {
    const parts = this.#partsOf(userId);
    const job = await this.jobs.startForUser(userId, parts.length);
    this.#background.start(this.#warmParts(userId, job, parts), (error) =>
      this.#logger.error({ err: error }, 'a warm-up broke off'),
    );
    return job;
  }

  /** Warms who was here lately; undefined when another instance did so just now. One failing user never stops the rest. */
  async warmFleet(): Promise<Job | undefined> {
    const job = await this.jobs.startForFleet(ONE_RUN_PER);
    if (!job) return undefined;

    const userIds = await this.users.seenSince(new Date(this.clock.now() - RECENTLY.ms), MOST_USERS);
    await this.jobs.expect(job.id, userIds.length);
    await eachOf(
      userIds,
      this.config.WARMUP_CONCURRENCY,
      (userId) => this.#warmUser(userId, job),
      (userId, error) => this.#failed(job, `user ${userId}`, error),
    );
    const finished = await this.jobs.finish(job.id);
    this.latest.told = {
      finishedAt: new Date(this.clock.now()).toISOString(),
      users: userIds.length,
      failed: finished?.failed ?? 0,
    };
    return finished;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping = true;
    await this.#background.settled();
  }

  async #warmUser(userId: number, job: Job): Promise<void> {
    if (this.#stopping) throw new Error('the program is stopping');
    for (const { warm } of this.#partsOf(userId)) await warm();
    this.warmUsers.note(userId);
    await this.jobs.note(job.id);
  }

  async #warmParts(userId: number, job: Job, parts: readonly Part[]): Promise<void> {
    const warm = async ({ warm }: Part) => {
      await warm();
      await this.jobs.note(job.id);
    };
    await eachOf(parts, 1, warm, ({ name }, error) => this.#failed(job, name, error));
    this.warmUsers.note(userId);
    await this.jobs.finish(job.id);
  }

  #partsOf(userId: number): readonly Part[] {
    return [
      { name: 'pantry', warm: () => this.pantry.itemsOf(userId) },
      { name: 'preferences', warm: () => this.preferences.of(userId) },
      ...POPULAR_CONTEXTS.map((context) => ({
        name: `recipes for ${context}`,
        warm: () => this.recommendations.warm(userId, context),
      })),
    ];
  }

  /** The reason goes to the log; the job, which its user may read, says only what could not be warmed. */
  async #failed(job: Job, what: string, error: unknown): Promise<void> {
    this.#logger.warn({ err: error, job: job.id }, `could not warm ${what}`);
    await this.jobs.note(job.id, `${what} could not be warmed`);
  }
}

interface Part {
  readonly name: string;
  readonly warm: () => Promise<unknown>;
}
