import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { FolderLock } from './folder-lock.js';
import { migrationsFolder } from './migrations-folder.js';
import type { DatabaseDriver, Executor } from './database.js';

export interface EmbeddedOptions {
  /** Where the data lies; `memory:` keeps nothing. */
  readonly dataDir: string;
  /** A tar of an initialised folder to start a new one from, instead of the seconds that initdb takes. */
  readonly templateTar?: string;
}

/** Opens PostgreSQL inside this process. The folder is locked: a second process would lose rows. */
export async function openEmbedded({ dataDir, templateTar }: EmbeddedOptions): Promise<DatabaseDriver> {
  const inMemory = dataDir === 'memory:';
  if (!inMemory) await mkdir(dataDir, { recursive: true });
  const lock = inMemory ? undefined : await FolderLock.take(dataDir);

  const template = templateTar === undefined ? undefined : new Blob([await readFile(templateTar)]);
  const pglite = await PGlite.create({
    ...(inMemory ? {} : { dataDir: join(dataDir, 'postgres') }),
    ...(template ? { loadDataDir: template } : {}),
  });
  const db = drizzle({ client: pglite, casing: 'snake_case' });
  await migrate(db, { migrationsFolder });

  return {
    isShared: false,
    kind: inMemory ? 'embedded PostgreSQL in memory' : `embedded PostgreSQL in ${dataDir}`,
    executor: db as unknown as Executor,
    transaction: (work) => db.transaction((tx) => work(tx as unknown as Executor)),
    async close() {
      await pglite.close();
      await lock?.release();
    },
  };
}
