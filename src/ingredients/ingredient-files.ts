import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { faultsOfIngredient, isIngredientFacts } from './ingredient-record.js';
import type { IngredientFacts } from './ingredient.js';

/** Beside this file in the sources and, copied by the build, beside it in `dist`. */
const DATA = fileURLToPath(new URL('data/', import.meta.url));

/** The curated table is not as it must be; `faults` has a line per fault, with file and line number. */
export class IngredientDataError extends Error {
  readonly code = 'INGREDIENT_DATA_INVALID';

  constructor(readonly faults: readonly string[]) {
    super(`The ingredient table is not valid:\n  ${faults.join('\n  ')}`);
  }
}

/** All data files. Throws `IngredientDataError` that names every bad line. */
export async function readIngredientFiles(folder = DATA): Promise<readonly IngredientFacts[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ndjson')).toSorted();
  const facts: IngredientFacts[] = [];
  const faults: string[] = [];
  for (const file of files) {
    for (const { place, value } of linesOf(file, await readFile(`${folder}/${file}`, 'utf8'))) {
      if (isIngredientFacts(value)) facts.push(value);
      else faults.push(...faultsOfIngredient(value).map((fault) => `${place}: ${fault}`));
    }
  }
  if (faults.length > 0) throw new IngredientDataError(faults);
  return facts;
}

function linesOf(file: string, text: string): { place: string; value: unknown }[] {
  return text
    .split('\n')
    .map((line, at) => ({ line, place: `${file}:${at + 1}` }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, place }) => ({ place, value: parsed(line, place) }));
}

function parsed(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new IngredientDataError([`${place}: is no JSON (${error instanceof Error ? error.message : String(error)})`]);
  }
}
