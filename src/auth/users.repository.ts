import { Injectable } from '@nestjs/common';
import { and, desc, eq, gte, inArray, isNull, lte, ne, or } from 'drizzle-orm';
import { Database } from '../database/database.js';
import type { Account } from './account.js';
import type { UserView } from './auth.dto.js';
import { users } from './users.tables.js';

export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly at: Date;
}

export interface Credentials {
  readonly id: number;
  readonly passwordHash: string;
}

const view = { id: users.id, email: users.email, name: users.name, role: users.role };

/** The accounts as the database has them. */
@Injectable()
export class UsersRepository {
  constructor(private readonly database: Database) {}

  /** Undefined when the address is taken. */
  async add({ at, ...user }: NewUser): Promise<UserView | undefined> {
    const [added] = await this.database.db
      .insert(users)
      .values({ ...user, createdAt: at })
      .onConflictDoNothing({ target: users.email })
      .returning(view);
    return added;
  }

  async find(id: number): Promise<UserView | undefined> {
    const [found] = await this.database.db.select(view).from(users).where(eq(users.id, id));
    return found;
  }

  async accountOf(id: number): Promise<Account | null> {
    const [found] = await this.database.db
      .select({ id: users.id, role: users.role })
      .from(users)
      .where(eq(users.id, id));
    return found ?? null;
  }

  /** Locks the row until the transaction ends; rows that refer to it can still be added. False where there is none. */
  async lock(id: number): Promise<boolean> {
    const found = await this.database.db
      .select({ id: users.id })
      .from(users)
      .where(eq(users.id, id))
      .for('no key update');
    return found.length > 0;
  }

  async credentialsOf(email: string): Promise<Credentials | undefined> {
    const [found] = await this.database.db
      .select({ id: users.id, passwordHash: users.passwordHash })
      .from(users)
      .where(eq(users.email, email));
    return found;
  }

  /** All that is kept of the account itself but its password. */
  async recordOf(id: number) {
    const [found] = await this.database.db
      .select({ ...view, createdAt: users.createdAt, lastSeenAt: users.lastSeenAt })
      .from(users)
      .where(eq(users.id, id));
    return found;
  }

  /** Puts `to` in the place of the hash `from`; of several who try, one does. */
  async replaceHash(id: number, from: string, to: string): Promise<void> {
    await this.database.db
      .update(users)
      .set({ passwordHash: to })
      .where(and(eq(users.id, id), eq(users.passwordHash, from)));
  }

  /** True when that made a difference. */
  async promote(id: number): Promise<boolean> {
    const promoted = await this.database.db
      .update(users)
      .set({ role: 'admin' })
      .where(and(eq(users.id, id), ne(users.role, 'admin')))
      .returning({ id: users.id });
    return promoted.length > 0;
  }

  /** Who was here since then, the latest first. */
  async seenSince(since: Date, limit: number): Promise<number[]> {
    const seen = await this.database.db
      .select({ id: users.id })
      .from(users)
      .where(gte(users.lastSeenAt, since))
      .orderBy(desc(users.lastSeenAt), users.id)
      .limit(limit);
    return seen.map(({ id }) => id);
  }

  /** The rows of other tables that name the user go with it. */
  async remove(id: number): Promise<void> {
    await this.database.db.delete(users).where(eq(users.id, id));
  }

  /** Notes that these users were here, unless that was noted after `notSince` already. */
  async touch(ids: readonly number[], at: Date, notSince: Date): Promise<void> {
    await this.database.db
      .update(users)
      .set({ lastSeenAt: at })
      .where(and(inArray(users.id, [...ids]), or(isNull(users.lastSeenAt), lte(users.lastSeenAt, notSince))));
  }
}
