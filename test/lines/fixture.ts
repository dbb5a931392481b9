import { readFile } from 'node:fs/promises';

/** The lines of a fixture in this folder, one JSON object each. */
export async function fixture<T>(name: string): Promise<readonly T[]> {
  const text = await readFile(new URL(name, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
