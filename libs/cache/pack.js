import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Builds the library alone and packs it as it would be published: `npm run pack:cache [folder]`, by default into `libs/cache/dist`. Says
 * where the tarball is. What is packed is put together in a folder of its own, so that nobody meets a half-built library.
 */
const here = import.meta.dirname;
const target = resolve(process.argv[2] ?? join(here, 'dist'));
const stage = mkdtempSync(join(tmpdir(), 'pack-cache-'));

try {
  const tsc = join(here, '../../node_modules/typescript/bin/tsc');
  const project = ['-p', join(here, 'tsconfig.json'), '--outDir', join(stage, 'dist')];
  execFileSync(process.execPath, [tsc, ...project], { stdio: 'inherit' });
  for (const file of ['package.json', 'README.md', 'LICENSE']) cpSync(join(here, file), join(stage, file));

  mkdirSync(target, { recursive: true });
  const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', target];
  console.log(join(target, execFileSync('npm', pack, { cwd: stage, encoding: 'utf8' }).trim()));
} finally {
  rmSync(stage, { recursive: true });
}
