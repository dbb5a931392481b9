import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite, type Extensions } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { FolderLock } from './folder-lock.js';
import { migrationsFolder } from './migrations-folder.js';
import type { DatabaseDriver, Executor } from './database.js';
import { learnVectors } from './vectors.js';

export interface EmbeddedOptions {
  /** Where the data lies; `memory:` keeps nothing. */
  readonly dataDir: string;
  /** A tar of an initialised folder to start a new one from, instead of the seconds that initdb takes. */
  readonly templateTar?: string;
  /** What it is to offer beyond PostgreSQL itself. */
  readonly extensions?: Extensions;
}

/** Opens PostgreSQL inside this process. The folder is locked: a second process would lose rows. */
export async function openEmbedded({
  dataDir,
  templateTar,
  extensions = {},
}: EmbeddedOptions): Promise<DatabaseDriver> {
  const inMemory = dataDir === 'memory:';
  if (!inMemory) await mkdir(dataDir, { recursive: true });
  const lock = inMemory ? undefined : await FolderLock.take(dataDir);

  const template = templateTar === undefined ? undefined : new Blob([await readFile(templateTar)]);
  const pglite = await PGlite.create({
    extensions,
    ...(inMemory ? {} : { dataDir: join(dataDir, 'postgres') }),
    ...(template ? { loadDataDir: template } : {}),
  });
  const db = drizzle({ client: pglite, casing: 'snake_case' });
  await migrate(db, { migrationsFolder });

  const executor = db as unknown as Executor;
  return {
    isShared: false,
    comparesVectors: await learnVectors(executor),
    kind: inMemory ? 'embedded PostgreSQL in memory' : `embedded PostgreSQL in ${dataDir}`,
    executor,
    transaction: (work) => db.transaction((tx) => work(tx as unknown as Executor)),
    async close() {
      await pglite.close();
      await lock?.release();
    },
  };
}
