import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from './build.js';
import { BuiltProgram, type ProgramOptions } from './built-program.js';
import { until } from './harness/until.js';
import { aRandom } from './random.js';

const run = promisify(execFile);
const BUILD_LIMIT_MS = 180_000;
const IMPORT = resolve('dist/src/import.js');

let folders: string;
/** The data folder of the program that was started first and stopped, and what that one said. */
let seeded: string;
let first: { said: string; stderr: string; ready: number; total: number; title: string };
const started: BuiltProgram[] = [];

beforeAll(async () => {
  await build();
  folders = await mkdtemp(join(tmpdir(), 'prepsense-program-'));
  seeded = join(folders, 'seeded');
  const folder = await aFolder();
  const program = await start({ folder });
  const ready = (await program.ask('GET', '/health/ready')).status;
  const { total } = (await program.ask('GET', '/api/v1/recipes/search')).body;
  const { title } = (await program.ask('GET', '/docs/json')).body.info;
  expect(await program.end('SIGTERM')).toBe(0);
  const { stdout, stderr } = program;
  first = { said: stdout + stderr, stderr, ready, total, title };
  await cp(join(folder, 'data'), seeded, { recursive: true });
}, BUILD_LIMIT_MS);
afterEach(async () => {
  await Promise.all(started.splice(0).map((program) => program.end('SIGKILL')));
});
afterAll(() => rm(folders, { recursive: true, force: true }));

const aFolder = () => mkdtemp(join(folders, 'run-'));

async function aSeededFolder(): Promise<string> {
  const folder = await aFolder();
  await cp(seeded, join(folder, 'data'), { recursive: true });
  return folder;
}

async function start(options: ProgramOptions): Promise<BuiltProgram> {
  const program = await BuiltProgram.start(options);
  started.push(program);
  return program;
}

function launch(...how: Parameters<typeof BuiltProgram.launch>): BuiltProgram {
  const program = BuiltProgram.launch(...how);
  started.push(program);
  return program;
}

async function somebody(program: BuiltProgram): Promise<{ id: number; token: string }> {
  const account = { email: 'ann@example.org', password: 'correct horse battery', name: 'Ann' };
  const { status, body } = await program.ask('POST', '/api/v1/auth/register', { body: account });
  expect(status).toBe(201);
  return { id: body.user.id, token: body.accessToken };
}

const anItem = (name: string) => ({ name, quantity: 1, unit: 'piece', location: 'fridge' });
const aRecipe = (name: string, ...recipeIngredient: string[]) =>
  JSON.stringify({ '@type': 'Recipe', name, recipeIngredient, recipeInstructions: 'Cook it.' });

describe('a start', () => {
  it('needs nothing but an empty folder, and is ready', () => {
    expect(first).toMatchObject({ stderr: '', ready: 200, title: 'PrepSense' });
    expect(first.total).toBeGreaterThan(100);
  });

  it('on the same folder again says one line, finds all that was there, and seeds nothing twice', async () => {
    const folder = await aSeededFolder();
    const one = await start({ folder });
    const { id, token } = await somebody(one);
    await one.ask('POST', `/api/v1/pantry/${id}/items`, { token, body: anItem('egg') });
    expect(await one.end('SIGTERM')).toBe(0);

    const again = await start({ folder });
    expect(again.stdout).toBe(
      `PrepSense listens on ${again.url}, database: embedded PostgreSQL in ${folder}/data, cache: memory\n`,
    );
    expect((await again.ask('GET', '/api/v1/recipes/search')).body.total).toBe(first.total);
    expect((await again.ask('GET', `/api/v1/pantry/${id}`, { token })).body.items).toMatchObject([{ name: 'egg' }]);
  });

  it('keeps the secret it made where only its user reads it', async () => {
    const path = join(seeded, 'jwt-secret');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(first.said).not.toContain((await readFile(path, 'utf8')).trim());
  });

  it('is refused on a folder or a port that another program has, by name, and so is an import', async () => {
    const folder = await aSeededFolder();
    const one = await start({ folder });
    const inUse = `${folder}/data is in use by process ${one.child.pid}`;

    const onItsFolder = launch({ folder });
    expect(await onItsFolder.end()).toBe(1);
    expect(onItsFolder.stderr).toContain(inUse);

    const onItsPort = launch({ folder: await aSeededFolder(), settings: { PORT: new URL(one.url).port } });
    expect(await onItsPort.end()).toBe(1);
    expect(onItsPort.stderr).toContain('EADDRINUSE');

    await writeFile(join(folder, 'mine.ndjson'), aRecipe('Pie', '1 egg'));
    const intoItsFolder = launch({ folder }, IMPORT, join(folder, 'mine.ndjson'));
    expect(await intoItsFolder.end()).toBe(1);
    expect(intoItsFolder.stderr).toContain(inUse);

    expect((await one.ask('GET', '/health/ready')).status).toBe(200);
  });
});

describe('bad settings', () => {
  it('stop the start: a line for each, with its name and what was expected, and no value of a secret', async () => {
    const settings = {
      PORT: 'eighty',
      RATE_LIMIT_PER_MINUTE: '-1',
      NODE_ENV: 'staging',
      DATABASE_URL: 'mysql://root:hunter2@db/prepsense',
      REDIS_URL: 'http://:hunter3@redis',
      JWT_SECRET: 'hunter4',
      ADMIN_EMAIL: 'nobody',
      ADMIN_PASSWORD: 'hunter5',
      LOG_LEVEL: 'loud',
      WARMUP_CRON: 'now and then',
    };
    const program = launch({ folder: await aFolder(), settings });
    expect(await program.end()).toBe(1);
    const lines = program.stderr.trimEnd().split('\n');
    for (const name of Object.keys(settings))
      expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^\\s+${name}\\b.*: .+`)));
    expect(lines).toHaveLength(1 + Object.keys(settings).length);
    expect(program.stderr).not.toMatch(/hunter/);
    expect(program.stderr).not.toMatch(/\n\s+at /);
    expect(program.stdout).toBe('');
  });

  it('are also no secret in production', async () => {
    const program = launch({ folder: await aSeededFolder(), settings: { NODE_ENV: 'production' } });
    expect(await program.end()).toBe(1);
    expect(program.stderr).toMatch(/^\s+JWT_SECRET: must be set in production/m);
  });

  it('do not come from a schedule that can not be read', async () => {
    const program = launch({ folder: await aSeededFolder(), settings: { WARMUP_CRON: '99 99 99 99 99' } });
    expect(await program.end()).toBe(1);
    expect(program.stderr).toContain('WARMUP_CRON');
  });
});

describe('an end', () => {
  it('by kill -9 loses nothing that was acknowledged, in five rounds of writing', async () => {
    const { seed, next } = aRandom();
    const folder = await aSeededFolder();
    let program = await start({ folder, settings: { RATE_LIMIT_PER_MINUTE: '1000000', JWT_TTL_SECONDS: '86400' } });
    const { id, token } = await somebody(program);
    const acknowledged: string[] = [];

    for (let round = 0; round < 5; round += 1) {
      const enough = acknowledged.length + 5 + Math.floor(next() * 40);
      const writing = Array.from({ length: 4 }, (_, writer) =>
        write(program, { id, token }, `${round}-${writer}`, (name) => acknowledged.push(name)),
      );
      await until('enough was written', () => acknowledged.length >= enough);
      await program.end('SIGKILL');
      await Promise.all(writing);

      program = await start({ folder, settings: { RATE_LIMIT_PER_MINUTE: '1000000' } });
      const { body } = await program.ask('GET', `/api/v1/pantry/${id}`, { token });
      const kept = new Set(body.items.map(({ name }: { name: string }) => name));
      expect({ seed, round, lost: acknowledged.filter((name) => !kept.has(name)) }).toEqual({ seed, round, lost: [] });
    }
  }, 120_000);

  it('by SIGTERM or SIGINT answers what is under way, takes nothing new, and exits 0', async () => {
    const folder = await aSeededFolder();
    let program = await start({ folder });
    const { id, token } = await somebody(program);
    const body = JSON.stringify(anItem('the last egg'));

    for (const [ends, signal] of (['SIGTERM', 'SIGINT'] as const).entries()) {
      const { port, hostname } = new URL(program.url);
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      const head = `POST /api/v1/pantry/${id}/items HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n`;
      socket.write(
        `${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`,
      );
      await once(socket, 'data');

      const ended = program.end(signal);
      await until('it takes nothing new', () => isRefused(program));
      const answer = text(socket);
      socket.write(body);
      expect(await answer).toMatch(/HTTP\/1\.1 201 [^]*the last egg/);
      expect(await ended).toBe(0);

      program = await start({ folder });
      expect((await program.ask('GET', `/api/v1/pantry/${id}`, { token })).body.items).toMatchObject([
        { quantity: 1 + ends },
      ]);
    }
  }, 120_000);

  it('comes at once with a second signal, however long somebody takes', async () => {
    const program = await start({ folder: await aSeededFolder() });
    const { port, hostname } = new URL(program.url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    // Half a request: the first signal alone would wait for the rest of it.
    socket.write('POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n');
    socket.write('Content-Length: 100\r\nExpect: 100-continue\r\n\r\n');
    await once(socket, 'data');
    // That it is cut off is what is expected of it.
    socket.on('error', () => socket.destroy());

    program.child.kill('SIGTERM');
    await until('it takes nothing new', () => isRefused(program));
    expect(program.ended).toBeUndefined();
    expect(await program.end('SIGTERM')).toBe(1);
    socket.destroy();
  });

  it('does not come because nobody reads what it says', async () => {
    const program = await start({ folder: await aSeededFolder(), settings: { LOG_LEVEL: 'trace' } });
    program.child.stdout?.destroy();
    program.child.stderr?.destroy();
    for (let asked = 0; asked < 200; asked += 1) expect((await program.ask('GET', '/api/v1/auth/me')).status).toBe(401);
    expect((await program.ask('GET', '/health/ready')).status).toBe(200);
    expect(program.child.exitCode).toBeNull();
    expect(await program.end('SIGTERM')).toBe(0);
  });
});

describe('a heap of 128 MB', () => {
  it('is enough for thousands of searches of which each is another', async () => {
    const settings = {
      NODE_OPTIONS: '--max-old-space-size=128',
      CACHE_MEMORY_MB: '16',
      RATE_LIMIT_PER_MINUTE: '1000000',
    };
    const program = await start({ folder: await aSeededFolder(), settings });
    let asked = 0;
    const ask = async () => {
      // Held without a bound, four thousand ended it.
      while (asked < 6000) {
        asked += 1;
        const { status, body } = await program.ask('GET', `/api/v1/recipes/search?query=rice%20x${asked}&limit=50`);
        expect([status, body.items.length > 10]).toEqual([200, true]);
      }
    };
    await Promise.all(Array.from({ length: 32 }, ask));
    expect((await program.ask('GET', '/health/ready')).status).toBe(200);
  }, 180_000);
});

describe('npm run import', () => {
  it('takes what it can, names the rest, and says how much was understood', async () => {
    const folder = await aSeededFolder();
    const file = join(folder, 'mine.ndjson');
    const lines = [
      aRecipe('Zyzzyva stew', '2 eggs', '200 g rice', '1 onion', '3 frumious zzxqv'),
      '{"broken',
      aRecipe('Zyzzyva of nothing'),
      aRecipe('Zyzzyva pie', '100 g butter'),
    ];
    await writeFile(file, `${lines.join('\n')}\n`);

    const env = { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: join(folder, 'data') };
    const { stdout } = await run('npm', ['run', '--silent', '--ignore-scripts', 'import', '--', file], { env });
    expect(stdout.trimEnd().split('\n')).toEqual([
      'imported 2, updated 0, unchanged 0, skipped 2',
      'ingredient lines: 4 of 5 resolved (80.0 %)',
      `skipped ${file}, line 2: is no JSON`,
      'skipped Zyzzyva of nothing: has no ingredients',
    ]);

    const program = await start({ folder });
    const { body } = await program.ask('GET', '/api/v1/recipes/search?query=zyzzyva');
    expect(body.items.map(({ title }: { title: string }) => title).toSorted()).toEqual(['Zyzzyva pie', 'Zyzzyva stew']);
  });

  it('names a file that is not there', async () => {
    const folder = await aSeededFolder();
    const missing = launch({ folder }, IMPORT, join(folder, 'nothing.ndjson'));
    expect(await missing.end()).toBe(1);
    expect(missing.stdout).toContain('nothing.ndjson');
  });
});

function isRefused(program: BuiltProgram): Promise<boolean> {
  return program.ask('GET', '/health/live').then(
    () => false,
    () => true,
  );
}

/** One item after the other until the program is gone; tells each that was acknowledged. */
async function write(
  program: BuiltProgram,
  { id, token }: { id: number; token: string },
  mark: string,
  onAcknowledged: (name: string) => void,
): Promise<void> {
  for (let count = 0; program.ended === undefined; count += 1) {
    const name = `egg ${mark}-${count}`;
    try {
      const { status } = await program.ask('POST', `/api/v1/pantry/${id}/items`, { token, body: anItem(name) });
      if (status === 201) onAcknowledged(name);
    } catch (error) {
      if (error instanceof Error && 'code' in error) return;
      throw error;
    }
  }
}
