import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { migrationsFolder } from './migrations-folder.js';
import type { DatabaseDriver, Executor } from './database.js';

/** Any number that no other program locks: held while migrating, so that instances starting together do it once. */
const MIGRATION_LOCK = 7_713_326_773;

export interface ServerOptions {
  readonly url: string;
  /** An idle connection broke; the pool replaces it. */
  readonly onConnectionError: (error: Error) => void;
}

/** Opens a PostgreSQL server by its address and brings its schema up to date. */
export async function openServer({ url, onConnectionError }: ServerOptions): Promise<DatabaseDriver> {
  await migrateOnce(url);

  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 2000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 10_000,
    query_timeout: 12_000,
    keepAlive: true,
  });
  pool.on('error', onConnectionError);

  return {
    isShared: true,
    kind: `PostgreSQL at ${hostOf(url)}`,
    executor: drizzle({ client: pool, casing: 'snake_case' }) as unknown as Executor,
    close: () => pool.end(),
  };
}

async function migrateOnce(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrate(drizzle({ client, casing: 'snake_case' }), { migrationsFolder });
  } finally {
    await client.end();
  }
}

/** The address without its user and password. */
function hostOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
