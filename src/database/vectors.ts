import { sql } from 'drizzle-orm';
import type { Executor } from './database.js';

interface Offer {
  readonly known: boolean;
  readonly addable: boolean;
}

/**
 * Whether this database compares vectors itself, by pgvector (https://github.com/pgvector/pgvector), which is added to it where the server
 * has it and lets this user add it. Elsewhere nothing is changed, and the answer is no.
 */
export async function learnVectors(db: Executor): Promise<boolean> {
  const offer = await offered(db);
  if (offer.known || !offer.addable) return offer.known;
  await db.execute(sql`create extension if not exists vector`);
  return (await offered(db)).known;
}

/** An extension that is trusted asks for leave to create in the database alone, any other for a superuser. */
async function offered(db: Executor): Promise<Offer> {
  const { rows } = (await db.execute(sql`
    select to_regtype('vector') is not null as known, exists (
      select from pg_available_extension_versions version
      where version.name = 'vector' and has_database_privilege(current_database(), 'create')
        and (version.trusted or (select rolsuper from pg_roles where rolname = current_user))
    ) as addable`)) as { rows: readonly [Offer] };
  return rows[0];
}
