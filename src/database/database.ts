import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { sql, type SQL } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { CallChain } from '#cache';

/** What repositories speak to: the same for the embedded and the real PostgreSQL. */
export type Executor = PgDatabase<PgQueryResultHKT>;

/** One open database of either kind: its handle, what it is called in the start line, and how it is closed. */
export interface DatabaseDriver {
  readonly kind: string;
  /** Other processes may have it open as well. */
  readonly isShared: boolean;
  /** `::vector` and its operators are known to it. */
  readonly comparesVectors: boolean;
  readonly executor: Executor;
  /** All of `work` or nothing; only `tx` is part of it. */
  transaction<T>(work: (tx: Executor) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * The source of truth. Inside `transaction` every `db` of the same call chain is the transaction's own handle: a repository
 * need not know whether it runs in one, and can't use the outer handle by mistake (which would deadlock the embedded one).
 */
@Injectable()
export class Database implements OnApplicationShutdown {
  readonly #chain = new CallChain<Executor>();

  constructor(private readonly driver: DatabaseDriver) {}

  get kind(): string {
    return this.driver.kind;
  }

  get isShared(): boolean {
    return this.driver.isShared;
  }

  get comparesVectors(): boolean {
    return this.driver.comparesVectors;
  }

  get db(): Executor {
    return this.#chain.current ?? this.driver.executor;
  }

  /** All of `work` or nothing; a call inside another joins it. */
  transaction<T>(work: () => Promise<T>): Promise<T> {
    if (this.#chain.current) return work();
    return this.driver.transaction((tx) => this.#chain.run(tx, work));
  }

  /** The rest of the transaction that this is called in waits for what others hold, longer than somebody who asks would. */
  async waitForLocks(): Promise<void> {
    await this.db.execute(sql`set local lock_timeout = 0`);
  }

  /** Holds the lock with this number, which no other program may use, until the transaction that this is called in ends. */
  async lock(number: number): Promise<void> {
    await this.waitForLocks();
    await this.db.execute(sql`select pg_advisory_xact_lock(${number})`);
  }

  /**
   * What a statement gives that no builder can say. Integers come as numbers and text as text from both kinds of database; whatever
   * else is selected is to be cast to one of these there.
   */
  async rowsOf<T extends { readonly [K in keyof T]: number | string | null }>(statement: SQL): Promise<readonly T[]> {
    const { rows } = (await this.db.execute(statement)) as { rows: readonly T[] };
    return rows;
  }

  /** Throws unless the database answers. */
  async ping(): Promise<void> {
    await this.driver.executor.execute(sql`select 1`);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.driver.close();
  }
}
