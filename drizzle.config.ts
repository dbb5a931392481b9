import { defineConfig } from 'drizzle-kit';

/** `npm run migrations` compares the tables with the last migration and writes the next one. */
export default defineConfig({
  dialect: 'postgresql',
  casing: 'snake_case',
  schema: './src/*/*.tables.ts',
  out: './src/database/migrations',
});
