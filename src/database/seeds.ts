import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { eq } from 'drizzle-orm';
import { Database } from './database.js';
import { seeds } from './seeds.tables.js';

/** Remembers what was seeded, so that a start with the same data and the same rules has nothing to do. */
@Injectable()
export class Seeds {
  constructor(private readonly database: Database) {}

  async isCurrent(name: string, fingerprint: string): Promise<boolean> {
    const [seeded] = await this.database.db.select().from(seeds).where(eq(seeds.name, name));
    return seeded?.fingerprint === fingerprint;
  }

  async note(name: string, fingerprint: string, at: Date): Promise<void> {
    const seeded = { fingerprint, seededAt: at };
    await this.database.db
      .insert(seeds)
      .values({ name, ...seeded })
      .onConflictDoUpdate({ target: seeds.name, set: seeded });
  }
}

/** Of every data and program file in these folders: whoever changes a rule need not remember to raise a number. */
export async function fingerprintOf(folders: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const files = (await readdir(folder, { recursive: true })).filter((file) => /\.(js|ts|ndjson|json)$/.test(file));
    for (const file of files.toSorted()) hash.update(file).update(await readFile(join(folder, file)));
  }
  return hash.digest('base64url');
}
