import { fileURLToPath } from 'node:url';

/** Beside this file in the sources and, copied by the build, beside it in `dist`. */
export const migrationsFolder = fileURLToPath(new URL('migrations', import.meta.url));
