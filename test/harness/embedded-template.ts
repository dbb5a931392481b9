import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { migrationsFolder } from '../../src/database/migrations-folder.js';
import { madeOnce } from './made-once.js';

const FOLDER = 'node_modules/.cache/prepsense';

/**
 * A tar of an embedded database with today's tables: from it a spec file opens one in about two seconds instead of seven. Made
 * once for each state of the migrations; goes into `openEmbedded({ templateTar })` or `EMBEDDED_TEMPLATE`.
 */
export async function embeddedTemplate(): Promise<string> {
  return madeOnce(join(FOLDER, `embedded-${await migrationsHash()}.tar`), async (aside) => {
    const pglite = await PGlite.create();
    await migrate(drizzle({ client: pglite }), { migrationsFolder });
    const tar = await pglite.dumpDataDir('none');
    await pglite.close();
    await writeFile(aside, Buffer.from(await tar.arrayBuffer()));
  });
}

async function migrationsHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(migrationsFolder)).filter((name) => name.endsWith('.sql')).toSorted()) {
    hash.update(name).update(await readFile(join(migrationsFolder, name)));
  }
  return hash.digest('hex').slice(0, 16);
}
