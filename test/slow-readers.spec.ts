import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { build } from './build.js';
import { BuiltProgram } from './built-program.js';

const BUILD_LIMIT_MS = 180_000;
const READERS = 200;
/** What each asks for at once: more than the system's own buffers of a connection hold. */
const ASKED = 20;
const LARGE = '/docs/swagger-ui-bundle.js';
const MOST_BYTES = 50 * 1024 * 1024;

let folder: string;
let program: BuiltProgram;
beforeAll(async () => {
  await build();
  folder = await mkdtemp(join(tmpdir(), 'prepsense-readers-'));
  program = await BuiltProgram.start({ folder, settings: { RATE_LIMIT_PER_MINUTE: '1000000' } });
}, BUILD_LIMIT_MS);
afterAll(async () => {
  await program.end('SIGTERM');
  await rm(folder, { recursive: true, force: true });
});

async function heldBytes(): Promise<number> {
  const { status, body } = await program.ask('GET', '/health/live');
  expect(status).toBe(200);
  return body.details.memory.rssBytes;
}

async function bytesOf(path: string): Promise<number> {
  return (await (await fetch(program.url + path)).arrayBuffer()).byteLength;
}

async function aReaderWhoReadsNothing(): Promise<Socket> {
  const { port, hostname } = new URL(program.url);
  const reader = connect(Number(port), hostname).pause();
  await once(reader, 'connect');
  reader.write(`GET ${LARGE} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(ASKED));
  return reader;
}

it(`${READERS} who ask and read nothing take less than 50 MB, and others are answered`, async () => {
  // The heap has grown by then to what such answers need.
  for (let asked = 0; asked < 100; asked += 1) expect(await bytesOf(LARGE)).toBeGreaterThan(1_000_000);
  const before = await heldBytes();

  const readers: Socket[] = [];
  try {
    while (readers.length < READERS) readers.push(await aReaderWhoReadsNothing());
    for (let asked = 0; asked < 10; asked += 1)
      expect((await program.ask('GET', '/api/v1/recipes/1')).status).toBe(200);
    expect((await heldBytes()) - before).toBeLessThan(MOST_BYTES);
  } finally {
    for (const reader of readers) reader.destroy();
  }
});
