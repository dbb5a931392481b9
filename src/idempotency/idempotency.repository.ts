import { Injectable } from '@nestjs/common';
import { and, eq, isNull, lte, or } from 'drizzle-orm';
import { Database } from '../database/database.js';
import { idempotencyKeys } from './idempotency.tables.js';

/** One use of a key: whose, where, for which body, and when. */
export interface Claim {
  readonly owner: string;
  readonly route: string;
  readonly key: string;
  readonly requestHash: string;
  /** Also tells this claim from a later one of the same key. */
  readonly at: Date;
}

export interface HeldKey {
  readonly requestHash: string;
  /** Null while the first request is under way. */
  readonly status: number | null;
  readonly body: string | null;
}

export interface Cutoffs {
  /** Rows of this age or more count as gone. */
  readonly old: Date;
  /** Requests under way since then or longer have crashed. */
  readonly crashed: Date;
}

/** The keys that are in use. */
@Injectable()
export class IdempotencyRepository {
  constructor(private readonly database: Database) {}

  /** True for the one request that may go on. One statement decides: of any number at once, on any instance, one wins. */
  async claim({ at, ...row }: Claim, { old, crashed }: Cutoffs): Promise<boolean> {
    const claimed = await this.database.db
      .insert(idempotencyKeys)
      .values({ ...row, createdAt: at })
      .onConflictDoUpdate({
        target: [idempotencyKeys.owner, idempotencyKeys.route, idempotencyKeys.key],
        set: { requestHash: row.requestHash, status: null, body: null, createdAt: at },
        setWhere: or(
          lte(idempotencyKeys.createdAt, old),
          and(isNull(idempotencyKeys.status), lte(idempotencyKeys.createdAt, crashed)),
        ),
      })
      .returning({ key: idempotencyKeys.key });
    return claimed.length > 0;
  }

  async find({ owner, route, key }: Claim): Promise<HeldKey | undefined> {
    const [held] = await this.database.db
      .select({
        requestHash: idempotencyKeys.requestHash,
        status: idempotencyKeys.status,
        body: idempotencyKeys.body,
      })
      .from(idempotencyKeys)
      .where(and(eq(idempotencyKeys.owner, owner), eq(idempotencyKeys.route, route), eq(idempotencyKeys.key, key)));
    return held;
  }

  /** Keeps the answer, unless the claim was taken over meanwhile. */
  async keep(claim: Claim, status: number, body: string): Promise<void> {
    await this.database.db.update(idempotencyKeys).set({ status, body }).where(isStill(claim));
  }

  /** The key may be used again, as if it had not been. */
  async free(claim: Claim): Promise<void> {
    await this.database.db.delete(idempotencyKeys).where(isStill(claim));
  }

  async removeOlderThan(age: Date): Promise<void> {
    await this.database.db.delete(idempotencyKeys).where(lte(idempotencyKeys.createdAt, age));
  }

  async removeOf(owner: string): Promise<void> {
    await this.database.db.delete(idempotencyKeys).where(eq(idempotencyKeys.owner, owner));
  }
}

/** How a user stands in the `owner` column. */
export const ownerOfUser = (userId: number) => `user:${userId}`;

const isStill = ({ owner, route, key, at }: Claim) =>
  and(
    eq(idempotencyKeys.owner, owner),
    eq(idempotencyKeys.route, route),
    eq(idempotencyKeys.key, key),
    eq(idempotencyKeys.createdAt, at),
    isNull(idempotencyKeys.status),
  );
