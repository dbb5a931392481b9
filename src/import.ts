import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { NestFactory } from '@nestjs/core';
import { cacheModule } from './config/cache.js';
import { Config, ConfigError } from './config/config.js';
import { ConfigModule } from './config/config.module.js';
import { DatabaseModule } from './database/database.module.js';
import { FileImport, summaryLines } from './recipes/file-import.js';
import { RecipeImporter } from './recipes/recipe-importer.js';
import { CatalogueModule } from './recipes/catalogue.module.js';

/** `npm run import -- FILE [FILE…]`: brings files of schema.org/Recipe into the catalogue, without serving HTTP. */

if (existsSync('.env')) loadEnvFile('.env');

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error(
    'Usage: npm run import -- FILE [FILE…]\nFILE is schema.org/Recipe as JSON or, one recipe a line, as NDJSON.',
  );
  process.exit(2);
}

try {
  process.exitCode = await importFiles(Config.from(process.env));
} catch (error) {
  console.error(error instanceof ConfigError || !(error instanceof Error) ? String(error) : error.message);
  process.exitCode = 1;
}

async function importFiles(config: Config): Promise<number> {
  const parts = [ConfigModule.with(config), cacheModule(), DatabaseModule, CatalogueModule];
  const app = await NestFactory.createApplicationContext(
    { module: class ImportModule {}, imports: parts },
    {
      logger: ['error', 'warn'],
      abortOnError: false,
    },
  );
  try {
    const run = new FileImport(await app.get(RecipeImporter).begin(), showProgress);
    for (const file of files) await run.read(file);
    if (process.stdout.isTTY) process.stdout.write('\n');
    for (const line of summaryLines(run.result)) console.log(line);
    return run.succeeded ? 0 : 1;
  } finally {
    await app.close();
  }
}

/** A line that counts on a terminal; a line every few thousand recipes elsewhere. */
function showProgress(file: string, recipes: number): void {
  if (process.stdout.isTTY) process.stdout.write(`\r${file}: ${recipes} recipes`);
  else if (recipes % 5000 === 0) console.log(`${file}: ${recipes} recipes`);
}
