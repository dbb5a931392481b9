import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { TestClock } from '#cache/testing';
import { Config } from '../../src/config/config.js';
import { createApp } from '../../src/create-app.js';
import { fingerprintOf } from '../../src/database/seeds.js';
import { embeddedTemplate } from './embedded-template.js';
import { madeOnce } from './made-once.js';

/**
 * The embedded template with the ingredients and the recipes in it that the application brings with it, as its own start leaves them:
 * who starts from it finds nothing left to seed. Made once for each state of the migrations, the data and the rules.
 */
export async function seededTemplate(): Promise<string> {
  const empty = await embeddedTemplate();
  const fingerprint = Buffer.from(await fingerprintOf(['src/ingredients', 'src/recipes']), 'base64url').toString('hex');
  return madeOnce(empty.replace('.tar', `-${fingerprint.slice(0, 16)}.tar`), async (aside) => {
    const folder = await mkdtemp(join(tmpdir(), 'prepsense-seeded-'));
    await startOnce(folder, empty);

    const pglite = await PGlite.create({ dataDir: join(folder, 'postgres') });
    const tar = await pglite.dumpDataDir('none');
    await pglite.close();
    await writeFile(aside, Buffer.from(await tar.arrayBuffer()));
    await rm(folder, { recursive: true });
  });
}

async function startOnce(folder: string, template: string): Promise<void> {
  const settings = { NODE_ENV: 'test', LOG_LEVEL: 'silent', WARMUP_CRON: 'off' };
  const config = Config.from({ ...settings, DATA_DIR: folder, EMBEDDED_TEMPLATE: template });
  const app = await createApp(config, { clock: new TestClock() });
  await app.init();
  await app.close();
}
