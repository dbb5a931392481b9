import { Global, Logger, Module } from '@nestjs/common';
import { Cache } from '#cache';
import { Config } from '../config/config.js';
import { Database } from './database.js';
import { openEmbedded } from './embedded.driver.js';
import { Seeds } from './seeds.js';
import { openServer } from './server.driver.js';

/** Opens the database that the settings name; migrations have run when it is injected. */
@Global()
@Module({
  providers: [
    Seeds,
    {
      provide: Database,
      inject: [Config, Cache],
      useFactory: async ({ DATABASE_URL, DATA_DIR, EMBEDDED_TEMPLATE }: Config, cache: Cache) => {
        const logger = new Logger(Database.name);
        const driver = DATABASE_URL
          ? await openServer({
              url: DATABASE_URL,
              onConnectionError: (error) => logger.warn({ err: error }, 'connection lost'),
              isSpare: () => cache.isSpare,
            })
          : await openEmbedded({ dataDir: DATA_DIR, templateTar: EMBEDDED_TEMPLATE });
        return new Database(driver);
      },
    },
  ],
  exports: [Database, Seeds],
})
export class DatabaseModule {}
