import { Injectable } from '@nestjs/common';
import { and, eq, ne, sql } from 'drizzle-orm';
import type { Duration } from '#cache';
import { Database } from '../database/database.js';
import type { InstanceTold } from './fleet.js';
import { cacheInstances } from './instances.tables.js';

const now = sql`now()`;
const before = ({ ms }: Duration) => sql`now() - ${ms} * interval '1 millisecond'`;

/** What the instances told of their caches. No clock but the database's is asked. */
@Injectable()
export class InstancesRepository {
  constructor(private readonly database: Database) {}

  async tell(instance: string, told: InstanceTold): Promise<void> {
    await this.database.db
      .insert(cacheInstances)
      .values({ instance, told, toldAt: now })
      .onConflictDoUpdate({ target: cacheInstances.instance, set: { told, toldAt: now } });
  }

  /** What all but this one told in that time. */
  async othersWithin(span: Duration, instance: string): Promise<InstanceTold[]> {
    const rows = await this.database.db
      .select({ told: cacheInstances.told })
      .from(cacheInstances)
      .where(and(ne(cacheInstances.instance, instance), sql`${cacheInstances.toldAt} > ${before(span)}`))
      .orderBy(cacheInstances.instance);
    return rows.map(({ told }) => told as InstanceTold);
  }

  async forget(instance: string): Promise<void> {
    await this.database.db.delete(cacheInstances).where(eq(cacheInstances.instance, instance));
  }

  /** Of instances that were killed. */
  async forgetSilent(span: Duration): Promise<void> {
    await this.database.db.delete(cacheInstances).where(sql`${cacheInstances.toldAt} < ${before(span)}`);
  }
}
