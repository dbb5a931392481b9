import { Injectable } from '@nestjs/common';
import { and, eq, gt, sql } from 'drizzle-orm';
import { Clock, type Duration } from '#cache';
import { Database } from '../database/database.js';
import { jobs } from './jobs.tables.js';

export type Job = typeof jobs.$inferSelect;

/** Any number no other program locks: of several instances whose clock strikes at once, one starts the run. */
const FLEET_LOCK = 7_713_326_774;
/** Errors kept with a job; there may be thousands of users. */
const MOST_ERRORS = 20;

/** Warm-up runs and how far they came. */
@Injectable()
export class JobsRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async startForUser(userId: number, total: number): Promise<Job> {
    return this.#insert({ kind: 'warm-user', userId, total });
  }

  /** Undefined when an instance started one within the last `pause`. */
  startForFleet(pause: Duration): Promise<Job | undefined> {
    return this.database.transaction(async () => {
      const { db } = this.database;
      await this.database.lock(FLEET_LOCK);
      const since = new Date(this.clock.now() - pause.ms);
      const [recent] = await db
        .select({ id: jobs.id })
        .from(jobs)
        .where(and(eq(jobs.kind, 'warm-fleet'), gt(jobs.createdAt, since)))
        .limit(1);
      return recent ? undefined : this.#insert({ kind: 'warm-fleet', userId: null, total: 0 });
    });
  }

  async expect(id: number, total: number): Promise<void> {
    await this.database.db.update(jobs).set({ total }).where(eq(jobs.id, id));
  }

  /** One part is over, well or with an error. */
  async note(id: number, error?: string): Promise<void> {
    const failed = error === undefined ? 0 : 1;
    const kept = JSON.stringify(error === undefined ? [] : [error]);
    await this.database.db
      .update(jobs)
      .set({
        done: sql`${jobs.done} + 1`,
        failed: sql`${jobs.failed} + ${failed}`,
        errors: sql`case when jsonb_array_length(${jobs.errors}) < ${MOST_ERRORS} then ${jobs.errors} || ${kept}::jsonb else ${jobs.errors} end`,
      })
      .where(eq(jobs.id, id));
  }

  /** Done when at least one part went well. */
  async finish(id: number): Promise<Job | undefined> {
    const [job] = await this.database.db
      .update(jobs)
      .set({
        state: sql`case when ${jobs.failed} > 0 and ${jobs.failed} >= ${jobs.done} then 'failed' else 'done' end`,
        finishedAt: new Date(this.clock.now()),
      })
      .where(eq(jobs.id, id))
      .returning();
    return job;
  }

  async findForUser(id: number, userId: number): Promise<Job | undefined> {
    const [job] = await this.database.db
      .select()
      .from(jobs)
      .where(and(eq(jobs.id, id), eq(jobs.userId, userId)));
    return job;
  }

  async #insert(start: Pick<Job, 'kind' | 'userId' | 'total'>): Promise<Job> {
    const [job] = await this.database.db
      .insert(jobs)
      .values({ ...start, state: 'running', done: 0, failed: 0, errors: [], createdAt: new Date(this.clock.now()) })
      .returning();
    if (!job) throw new Error('the job was not inserted');
    return job;
  }
}
