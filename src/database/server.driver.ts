import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { answersAt } from './answers-at.js';
import { knocking } from './knocking-client.js';
import { LinedPool } from './lined-pool.js';
import { migrationsFolder } from './migrations-folder.js';
import type { DatabaseDriver } from './database.js';
import { handleOn, PoolTransactions } from './pool-transactions.js';
import { Silence } from './silence.js';
import { learnVectors } from './vectors.js';

/** Any number that no other program locks: held while migrating, so that instances starting together do it once. */
const MIGRATION_LOCK = 7_713_326_773;

/**
 * A statement of its own waits for nothing that anybody holds for long, unless a whole table is locked: it is told "not now" before those who wait for its
 * connection are.
 */
const LOCK_LIMIT_MS = 200;
/** And is short: what takes longer belongs into a transaction. */
const STATEMENT_LIMIT_MS = 2000;

const CONNECTIONS = 10;

export interface ServerOptions {
  readonly url: string;
  /** An idle connection broke; the pool replaces it. */
  readonly onConnectionError: (error: Error) => void;
  /** Whoever is asking just now can do without. */
  readonly isSpare: () => boolean;
}

/** Opens a PostgreSQL server by its address and brings its schema up to date. */
export async function openServer({ url, onConnectionError, isSpare }: ServerOptions): Promise<DatabaseDriver> {
  const comparesVectors = await broughtUpToDate(url);

  const door = knocking();
  const options = {
    Client: door.Client,
    connectionString: url,
    max: CONNECTIONS,
    // What was made stays: to make one costs the way to the server at least once more.
    min: CONNECTIONS,
    connectionTimeoutMillis: 1500,
    lock_timeout: LOCK_LIMIT_MS,
    statement_timeout: STATEMENT_LIMIT_MS,
    query_timeout: 12_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
  const pool = new LinedPool(options, isSpare);
  pool.on('error', onConnectionError);

  const silence = new Silence(pool, {
    ask: () => answersAt(url),
    silent(clients) {
      const reason = new ServerSilent('PostgreSQL says nothing, whoever asks');
      door.shut(reason);
      for (const { connection } of clients) connection.stream.destroy(reason);
    },
  });
  const transactions = new PoolTransactions(pool, onConnectionError);
  return {
    isShared: true,
    comparesVectors,
    kind: `PostgreSQL at ${hostOf(url)}${comparesVectors ? ' with pgvector' : ''}`,
    executor: handleOn(pool),
    transaction: (work) => transactions.run(work),
    close() {
      silence.close();
      return pool.end();
    },
  };
}

/** What is known of a connection from which nothing comes any more. */
class ServerSilent extends Error {
  readonly code = 'ETIMEDOUT';
}

/** Says whether it compares vectors. */
async function broughtUpToDate(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const db = drizzle({ client, casing: 'snake_case' });
    await migrate(db, { migrationsFolder });
    return await learnVectors(db);
  } finally {
    await client.end();
  }
}

/** The address without its user and password. */
function hostOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
