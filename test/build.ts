import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SOURCES = ['src', 'libs/cache/src'];
const SETTINGS = ['package-lock.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];
const BUILT = 'dist/src/main.js';

/** Makes `dist/` what the sources say now: builds, unless that is newer than all it is made of, as after a build of CI's own. */
export async function build(): Promise<void> {
  const [built = 0] = await changedAt([BUILT]);
  const sources = await Promise.all(SOURCES.map(allIn));
  if (built > Math.max(...(await changedAt([...SETTINGS, ...sources.flat()])))) return;
  await run(process.execPath, [resolve('node_modules/@nestjs/cli/bin/nest.js'), 'build']);
}

/** Folders too: they tell of files that are gone. */
async function allIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return [folder, ...names.map((name) => join(folder, name))];
}

/** 0 for what is not there. */
function changedAt(paths: readonly string[]): Promise<number[]> {
  return Promise.all(
    paths.map((path) =>
      stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
}
