import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import type { Executor } from './database.js';
import { isSilent } from './failure.js';

/**
 * Transactions wait for each other, and are told "not now" within a second; what is for long holds or for nobody's eyes says that it waits. Their statements may
 * be long.
 */
const BEGIN = 'begin; set local lock_timeout = 750; set local statement_timeout = 10000';

/** Transactions on connections of a pool. */
export class PoolTransactions {
  readonly #handles = new WeakMap<pg.PoolClient, Executor>();

  /** `onConnectionError` is told of a connection that breaks while it is held here: nobody else listens to it then. */
  constructor(
    private readonly pool: pg.Pool,
    private readonly onConnectionError: (error: Error) => void,
  ) {}

  /** All of `work` or nothing. A connection of which nobody knows what it still does never goes back into the pool. */
  async run<T>(work: (tx: Executor) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    client.on('error', this.onConnectionError);
    let isUsable = false;
    try {
      await client.query(BEGIN);
      const result = await work(this.#handleOn(client));
      await client.query('commit');
      isUsable = true;
      return result;
    } catch (error) {
      isUsable = await isTakenBack(client, error);
      throw error;
    } finally {
      client.removeListener('error', this.onConnectionError);
      client.release(!isUsable);
    }
  }

  #handleOn(client: pg.PoolClient): Executor {
    const handle = this.#handles.get(client) ?? handleOn(client);
    this.#handles.set(client, handle);
    return handle;
  }
}

/** What repositories speak to, on a pool or on one of its connections. */
export function handleOn(client: pg.Pool | pg.PoolClient): Executor {
  return drizzle({ client, casing: 'snake_case' });
}

/** The server takes a transaction back by itself when its connection goes; where it is silent, asking it to would only take as long again. */
function isTakenBack(client: pg.PoolClient, error: unknown): Promise<boolean> {
  if (isSilent(error)) return Promise.resolve(false);
  return client.query('rollback').then(
    () => true,
    () => false,
  );
}
