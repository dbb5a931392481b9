import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from './harness/free-port.js';
import { ServerProcess } from './harness/server-process.js';

/** Two compilations on a busy machine. */
const LIMIT_MS = 180_000;

const run = promisify(execFile);

/** All that somebody without Redis and without the stock cache manager has installed. */
const INSTALLED = [
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/platform-fastify',
  'reflect-metadata',
  'rxjs',
  'lru-cache',
];
const OPTIONAL = ['@nestjs/cache-manager', '@redis/client', 'cache-manager', 'keyv'];
/** What an example of the README is about beside that. */
const SHOWN = ['@keyv/redis'];
const STRICT =
  '--strict --noUncheckedIndexedAccess --experimentalDecorators --emitDecoratorMetadata --module nodenext --target es2023 --types node'.split(
    ' ',
  );
const DOORS = ['redis', 'keyv', 'cache-manager', 'testing'];

describe('the package of the library', () => {
  let folder: string;
  let files: string[];
  const inPackage = (...path: string[]) => join(folder, 'node_modules/@prepsense/cache', ...path);

  async function install(...names: string[]): Promise<void> {
    for (const name of names) {
      const place = join(folder, 'node_modules', name);
      await mkdir(dirname(place), { recursive: true });
      await rm(place, { force: true });
      await symlink(resolve('node_modules', name), place);
    }
  }

  /** As strictly as somebody may have set their compiler, the types of the package included. */
  async function compile(...args: readonly string[]): Promise<void> {
    const tsc = resolve('node_modules/typescript/bin/tsc');
    try {
      await run(process.execPath, [tsc, ...STRICT, ...args], { cwd: folder });
    } catch (error) {
      throw new Error(`It does not compile: ${(error as { stdout?: string }).stdout ?? ''}`, { cause: error });
    }
  }

  const node = (code: string) => run(process.execPath, ['--input-type=module', '-e', code], { cwd: folder });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bare-app-'));
    const packed = await run(process.execPath, ['libs/cache/pack.js', folder]);
    await mkdir(inPackage(), { recursive: true });
    await run('tar', ['-xzf', packed.stdout.trim(), '--strip-components=1', '-C', inPackage()]);
    files = await readdir(inPackage(), { recursive: true });
    await install(...INSTALLED, '@types/node');
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  }, LIMIT_MS);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('holds what was built, and no spec, no model and no source', () => {
    expect(files).toEqual(expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'dist/index.js']));
    expect(files.filter((file) => /\.spec\.|model\/|\.map$|(?<!\.d)\.ts$|node_modules/.test(file))).toEqual([]);
  });

  it('holds every file that its doors name', async () => {
    const { exports } = JSON.parse(await readFile(inPackage('package.json'), 'utf8')) as { exports: object };
    const named = Object.values(exports).flatMap((door: string | object) =>
      typeof door === 'string' ? [door] : Object.values<string>(door as Record<string, string>),
    );
    expect(named.length).toBeGreaterThan(8);
    expect(named.map((file) => file.slice(2)).filter((file) => !files.includes(file))).toEqual([]);
  });

  it('says of each package that it imports that it needs it', async () => {
    const about = JSON.parse(await readFile(inPackage('package.json'), 'utf8')) as Record<string, object>;
    const said = Object.keys({ ...about.dependencies, ...about.peerDependencies });
    const scripts = files.filter((file) => file.endsWith('.js'));
    const texts = await Promise.all(scripts.map((file) => readFile(inPackage(file), 'utf8')));
    const imported = texts.flatMap((text) => [...text.matchAll(/^(?:import|export) .*?from '([^.].*?)';$/gm)]);
    const names = new Set(imported.map(([, name = '']) => name).filter((name) => !name.startsWith('node:')));
    expect(names.size).toBeGreaterThan(5);
    expect([...names].map(packageOf).filter((name) => !said.includes(name))).toEqual([]);
    expect(Object.keys(about.peerDependenciesMeta ?? {}).sort()).toEqual(OPTIONAL);
  });

  it(
    'gives the application of its README a first cached read',
    async () => {
      const readme = await readFile(inPackage('README.md'), 'utf8');
      const [, main = ''] = /```ts\n(\/\/ main\.ts\n.*?)```/s.exec(readme) ?? [];
      await writeFile(join(folder, 'main.ts'), main);
      await compile('--exactOptionalPropertyTypes', 'main.ts');

      const port = await freePort();
      const app = await ServerProcess.start({
        program: '/usr/bin/env',
        args: [`PORT=${port}`, process.execPath, join(folder, 'main.js')],
        ready: /listening on/,
      });
      const soups = `http://127.0.0.1:${port}/soups`;
      const read = async (id: number): Promise<unknown> => (await fetch(`${soups}/${id}`)).json();
      try {
        expect([await read(1), await read(1), await read(2)]).toEqual([
          { id: 1, cooked: 1 },
          { id: 1, cooked: 1 },
          { id: 2, cooked: 2 },
        ]);
        await fetch(`${soups}/1/seasonings`, { method: 'POST' });
        expect([await read(1), await read(2)]).toEqual([
          { id: 1, cooked: 3 },
          { id: 2, cooked: 2 },
        ]);
      } finally {
        await app.stop();
      }
    },
    LIMIT_MS,
  );

  it('asks for a further package only at the door that needs it', async () => {
    await node(`await import('@prepsense/cache'); await import('@prepsense/cache/testing')`);
    await expect(node(`await import('@prepsense/cache/redis')`)).rejects.toThrow(
      /Cannot find package '@redis\/client'/,
    );
    await expect(node(`await import('@prepsense/cache/cache-manager')`)).rejects.toThrow(/Cannot find package/);
    await install(...OPTIONAL);
    const { stdout } = await node(`
      for (const door of ${JSON.stringify(DOORS)}) console.log(...Object.keys(await import('@prepsense/cache/' + door)));
    `);
    expect(stdout).toMatch(/RedisTier\n.*TieredStore\nCacheManagerModule\n.*TestClock/s);
  });

  it('tells of everything that can be imported from it', async () => {
    const readme = await readFile(inPackage('README.md'), 'utf8');
    const untold: string[] = [];
    for (const door of ['index', 'testing/index', 'doors/redis', 'doors/keyv', 'doors/cache-manager']) {
      const types = await readFile(inPackage('dist', `${door}.d.ts`), 'utf8');
      const lists = [...types.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].map(([, list = '']) => list.split(','));
      const names = lists.flat().map((name) => name.trim().replace(/^type /, ''));
      expect([door, names.length]).not.toEqual([door, 0]);
      untold.push(...names.filter((name) => !new RegExp(`\\b${name}\\b`).test(readme)));
    }
    expect(untold).toEqual([]);
  });

  it(
    'has a README whose examples compile, and whose test of an outage passes',
    async () => {
      await install(...OPTIONAL, ...SHOWN);
      const examples = examplesIn(await readFile(inPackage('README.md'), 'utf8'));
      expect(examples.length).toBeGreaterThan(7);
      const names = examples.map((_, at) => `example-${at}.ts`);
      await Promise.all(names.map((name, at) => writeFile(join(folder, name), examples[at] ?? '')));
      // The types of @nestjs/cache-manager itself do not hold under exactOptionalPropertyTypes.
      await compile(...names);
      const asserting = examples.findIndex((example) => example.includes('assert.equal('));
      await run(process.execPath, [`example-${asserting}.js`], { cwd: folder });
    },
    LIMIT_MS,
  );
});

/** Each example with what its reader is taken to have, which stands in a comment before it. */
function examplesIn(readme: string): string[] {
  const examples = readme.matchAll(/(?:<!-- given\n(.*?)-->\n\n)?```ts\n(.*?)```/gs);
  return [...examples].map(([, given = '', example = '']) => `${given}\n${example}\nexport {};\n`);
}

/** `@nestjs/common` of `@nestjs/common/internal`. */
function packageOf(name: string): string {
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/');
}
