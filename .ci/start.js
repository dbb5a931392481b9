import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

/** Starts the built program with nothing kept, waits until it is ready, registers somebody, and stops it as an operator would. */
const LIMIT_MS = 60_000;

const settings = { PORT: '0', DATA_DIR: 'memory:', LOG_LEVEL: 'error' };
const program = spawn(process.execPath, ['dist/src/main.js'], {
  env: { ...process.env, ...settings },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const limit = setTimeout(() => {
  console.error(`not done within ${LIMIT_MS} ms`);
  program.kill('SIGKILL');
  process.exit(1);
}, LIMIT_MS);

try {
  const address = await addressOf(program);
  await ready(address);
  const answer = await fetch(`${address}/api/v1/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ann@example.org', password: 'correct horse', name: 'Ann' }),
  });
  assert.equal(answer.status, 201, await answer.text());

  program.kill('SIGTERM');
  const [code] = await once(program, 'exit');
  assert.equal(code, 0, `stopped by SIGTERM it exits with ${code}`);
  console.log('started, answered and stopped');
} finally {
  program.kill('SIGKILL');
  clearTimeout(limit);
}

async function addressOf({ stdout }) {
  for await (const line of createInterface({ input: stdout })) {
    const [address] = /http:\/\/[^\s,]+/.exec(line) ?? [];
    if (address) return address;
  }
  throw new Error('the program ended before it said where it listens');
}

async function ready(address) {
  while ((await fetch(`${address}/health/ready`)).status !== 200) await pause(100);
}
