import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import typescript from 'typescript';

/** Every source file with what it imports: own files by their path from the root, all else as it is written. */
export type Imports = ReadonlyMap<string, readonly string[]>;

const BASE = ['auth', 'idempotency', 'changes', 'background', 'http', 'database', 'config', 'calendar', 'outside'];
const KITCHEN = ['recommendations', 'cooking', 'recipes', 'pantry', 'preferences', 'ingredients', ...BASE];

/** Who may import whom. `#cache` is open to all; the files at the root of `src` wire everything and are imported by nobody. */
export const ARROWS: Readonly<Record<string, readonly string[]>> = {
  warmup: [...KITCHEN, 'hit-rates'],
  'cache-admin': [...KITCHEN, 'hit-rates'],
  health: [...KITCHEN, 'hit-rates'],
  dashboard: [...KITCHEN, 'hit-rates'],
  assistant: [...KITCHEN],
  analytics: ['pantry', 'preferences', 'ingredients', ...BASE],
  recommendations: ['recipes', 'pantry', 'preferences', 'ingredients', ...BASE],
  pictures: ['recipes', ...BASE],
  cooking: ['recipes', 'pantry', 'preferences', 'ingredients', ...BASE],
  recipes: ['preferences', 'ingredients', ...BASE],
  pantry: ['preferences', 'ingredients', ...BASE],
  preferences: ['ingredients', ...BASE],
  ingredients: BASE,
  idempotency: ['auth', 'database', 'http', 'config', 'calendar'],
  auth: ['changes', 'background', 'database', 'http', 'config', 'calendar'],
  changes: ['background', 'database'],
  http: ['database', 'config', 'calendar'],
  database: ['config'],
  'hit-rates': [],
  background: [],
  outside: [],
  config: [],
  calendar: [],
};

const NO_ROOMS = new Set(['common', 'utils', 'helpers']);
const DOORS = new Set(['libs/cache/src/index.ts', 'libs/cache/src/testing/index.ts']);

/** The sources below these folders, without specs. */
export function importsBelow(...folders: readonly string[]): Imports {
  const paths = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  );
  return new Map(
    paths
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
      .map((path) => [path, importsIn(path, readFileSync(path, 'utf8'))]),
  );
}

/** Static, dynamic, re-exported and type-only ones alike. */
export function importsIn(path: string, text: string): string[] {
  return typescript
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith('.') ? posix.join(posix.dirname(path), fileName).replace(/\.js$/, '.ts') : fileName,
    );
}

/** `file -> room` for every import that goes where no arrow goes. */
export function wrongArrows(imports: Imports): string[] {
  return [...imports].flatMap(([path, targets]) =>
    targets.filter((target) => !mayImport(path, target)).map((target) => `${path} -> ${placeOf(target)}`),
  );
}

function mayImport(path: string, target: string): boolean {
  const [from, to] = [placeOf(path), placeOf(target)];
  if (from === to || !isOwn(target)) return target !== '#cache/testing';
  if (from === 'the application') return to in ARROWS;
  return ARROWS[from]?.includes(to) ?? false;
}

const isOwn = (target: string) => /^(src|libs|test)\//.test(target);

/** The room of a file in `src`; else the library, the root of `src`, or the name of a package. */
function placeOf(path: string): string {
  if (path.startsWith('libs/cache/')) return 'libs/cache';
  if (!path.startsWith('src/')) return path;
  return path.includes('/', 'src/'.length) ? (path.split('/')[1] ?? path) : 'the application';
}

/** Each ring of files that import one another, once, as `a -> b -> a`. */
export function cyclesIn(imports: Imports): string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, above: readonly string[]) => {
    const start = above.indexOf(path);
    if (start >= 0) cycles.push([...above.slice(start), path].join(' -> '));
    if (start >= 0 || done.has(path)) return;
    for (const target of imports.get(path) ?? []) visit(target, [...above, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  return cycles;
}

/** Folders that name no idea, and doors where there should be none. */
export function wrongPlaces(paths: Iterable<string>): string[] {
  return [...paths].filter((path) => {
    const folders = path.split('/').slice(0, -1);
    return folders.some((folder) => NO_ROOMS.has(folder)) || (path.endsWith('/index.ts') && !DOORS.has(path));
  });
}
