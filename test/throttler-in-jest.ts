import { readFileSync } from 'node:fs';
import * as asyncHooks from 'node:async_hooks';
import * as crypto from 'node:crypto';
import * as net from 'node:net';
import { dirname, join } from 'node:path';
import * as common from '@nestjs/common';
import * as core from '@nestjs/core';

/**
 * `@nestjs/throttler` is CommonJS and requires Nest, which is ESM: Node does that, Jest on this Node does not. So its files run
 * here with a `require` that hands out the modules that are loaded already. jest.config.js puts this file in its place.
 */
const known: Readonly<Record<string, unknown>> = {
  '@nestjs/common': common,
  '@nestjs/core': core,
  async_hooks: asyncHooks,
  net,
  'node:crypto': crypto,
};

const loaded = new Map<string, { exports: Record<string, unknown> }>();

function load(path: string): unknown {
  const held = loaded.get(path);
  if (held) return held.exports;

  const module = { exports: {} };
  loaded.set(path, module);
  const requireHere = (name: string) =>
    name.startsWith('.') ? load(join(dirname(path), `${name}.js`)) : (known[name] ?? fail(name));
  // oxlint-disable-next-line typescript/no-implied-eval -- the source is the installed package
  new Function('module', 'exports', 'require', readFileSync(path, 'utf8'))(module, module.exports, requireHere);
  return module.exports;
}

function fail(name: string): never {
  throw new Error(`@nestjs/throttler requires ${name}, which test/throttler-in-jest.ts does not know`);
}

const throttler = load(join(import.meta.dirname, '../node_modules/@nestjs/throttler/dist/index.js')) as Record<
  string,
  unknown
>;

export const {
  InjectThrottlerOptions,
  InjectThrottlerStorage,
  SkipThrottle,
  Throttle,
  ThrottlerException,
  ThrottlerGuard,
  ThrottlerModule,
  ThrottlerStorage,
  ThrottlerStorageService,
  getOptionsToken,
  getStorageToken,
  normalizeIp,
} = throttler;
