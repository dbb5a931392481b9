import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { Config, ConfigError } from './config/config.js';
import { redisInWords } from './config/redis.js';
import { createApp } from './create-app.js';
import { Database } from './database/database.js';
import { stopOnSignal } from './stop-on-signal.js';

if (existsSync('.env')) loadEnvFile('.env');

try {
  const config = Config.from(process.env);
  const app = await createApp(config);
  stopOnSignal(app);
  await app.listen(config.PORT, config.HOST);
  const cache = ['memory', redisInWords(config)].filter((place) => place !== undefined).join(' and ');
  console.log(`PrepSense listens on ${await app.getUrl()}, database: ${app.get(Database).kind}, cache: ${cache}`);
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
}
