import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { documentsIn } from './ndjson.js';

/** Beside this file in the sources and, copied by the build, beside it in `dist`. */
const DATA = fileURLToPath(new URL('data/', import.meta.url));

/** The recipes that come with the program, as schema.org/Recipe. Throws where a line of them is no JSON. */
export async function readRecipeFiles(folder = DATA): Promise<unknown[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ndjson')).toSorted();
  const all: unknown[] = [];
  for (const file of files) {
    const { documents, skipped } = documentsIn((await readFile(`${folder}/${file}`, 'utf8')).split('\n'));
    for (const { name, reason } of skipped) throw new Error(`${file}: ${name} ${reason}`);
    all.push(...documents);
  }
  return all;
}
