import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { importsBelow, importsIn } from './architecture.js';

interface Locked {
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
  readonly resolved?: string;
}

interface Versions {
  readonly [name: string]: string;
}

const read = (path: string) => readFileSync(path, 'utf8');
const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, Versions>;
const { exclude } = JSON.parse(read('tsconfig.build.json')) as { readonly exclude: readonly string[] };
const lock = JSON.parse(read('package-lock.json')) as { readonly packages: Record<string, Locked> };
const lockedAs = (isSo: (locked: Locked) => boolean) =>
  Object.keys(lock.packages).filter((place) => isSo(lock.packages[place] ?? {}));

/** What a part of Nest asks for by name, and nothing here imports. */
const ASKED_FOR = ['@fastify/static'];

describe('the packages that the program is installed with', () => {
  it('are those that it imports when it runs, and no others', () => {
    const imported = [...importsBelow('src', 'libs').keys()].filter(isBuilt).flatMap(runningImportsOf);
    const packages = new Set([...imported.filter(isPackage).map(nameIn), ...ASKED_FOR]);
    expect(Object.keys(dependencies ?? {}).toSorted()).toEqual([...packages].toSorted());
  });

  it('are told of, each with why it is worth its place', () => {
    const rows = read('docs/decisions/0021-what-is-installed.md').matchAll(/^\| `(\S+)`/gm);
    expect([...rows].map(([, name = '']) => name).toSorted()).toEqual(Object.keys(dependencies ?? {}).toSorted());
  });

  it('have one version each, wherever they are fetched from', () => {
    const versions = Object.values({ ...dependencies, ...devDependencies });
    expect(versions.filter((version) => !/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    expect(lockedAs(({ resolved }) => resolved !== undefined)).toEqual([]);
  });

  it('run no script when they are installed, nor does what they need', () => {
    expect(lockedAs(({ dev }) => dev !== true).length).toBeGreaterThan(100);
    expect(lockedAs(({ dev, hasInstallScript }) => dev !== true && hasInstallScript === true)).toEqual([]);
  });
});

/** Without those that are gone once it is compiled. */
function runningImportsOf(path: string): string[] {
  return importsIn(path, read(path).replace(/^((import|export) type [^;]*;|declare module .*)/gm, ''));
}

/** What is for specs alone is not. */
const isBuilt = (path: string) => !exclude.some((folder) => path.startsWith(`${folder}/`));

const isPackage = (target: string) => !/^(src|libs|test)\/|^(node:|#)/.test(target);

/** `@nestjs/common` of `@nestjs/common/internal`. */
const nameIn = (target: string) => target.split('/', target.startsWith('@') ? 2 : 1).join('/');
