/**
 * How dear a recommendation is cold and how cheap as a hit, over HTTP, on the built program: `npm run build && npm run bench:recommendations`.
 * Each round empties what the answer is made of, asks once, and asks again many times; the ratio is taken round by round, so that a
 * noisy machine moves both sides alike. Prints medians over `ROUNDS`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request as open } from 'node:http';
import { createInterface } from 'node:readline';
import { json } from 'node:stream/consumers';

const ROUNDS = Number(process.env.ROUNDS ?? 21);
const HITS = 50;
const NAMES =
  'eggs milk butter cheddar yoghurt spinach tomatoes onions garlic carrots potatoes courgettes lemons rice spaghetti lentils chickpeas honey flour oats bananas apples mushrooms broccoli feta';
const ADMIN = { email: 'admin@example.org', password: 'the pass phrase of the admin' };
const TAGS = ['recipes', 'ingredients'];

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const program = spawn(process.execPath, ['dist/src/main.js'], {
  env: {
    ...process.env,
    PORT: '0',
    DATA_DIR: 'memory:',
    LOG_LEVEL: 'warn',
    RATE_LIMIT_PER_MINUTE: '1000000',
    WARMUP_CRON: 'off',
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});

try {
  await measure(await portOf(program));
} finally {
  agent.destroy();
  program.kill('SIGTERM');
}

async function measure(port) {
  const ask = (method, path, token, body) => call(port, method, path, token, body);
  const { accessToken: admin } = await ask('POST', '/auth/login', undefined, ADMIN);
  const { user, accessToken } = await ask('POST', '/auth/register', undefined, {
    ...ADMIN,
    email: 'ann@example.org',
    name: 'Ann',
  });
  const items = NAMES.split(' ').map((name) => ({ name, quantity: 500, unit: 'g' }));
  await ask('PUT', `/pantry/${user.id}/items`, accessToken, items);

  const recommend = () => ask('GET', `/recommendations/${user.id}`, accessToken);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await ask('POST', `/cache/invalidate/user/${user.id}`, accessToken, {});
    for (const tag of TAGS) await ask('POST', `/cache/invalidate/tag/${tag}`, admin);

    const coldMs = await timed(recommend);
    const hitMs =
      (await timed(async () => {
        for (let hit = 0; hit < HITS; hit += 1) await recommend();
      })) / HITS;
    rounds.push({ coldMs, hitMs, ratio: coldMs / hitMs });
  }
  for (const name of ['coldMs', 'hitMs', 'ratio']) {
    console.log(`${name}: ${median(rounds.map((round) => round[name])).toFixed(2)} (median of ${ROUNDS} rounds)`);
  }
}

async function call(port, method, path, token, body) {
  const sent = open({
    method,
    host: '127.0.0.1',
    port,
    path: `/api/v1${path}`,
    agent,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
  });
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  const [answer] = await once(sent, 'response');
  const told = await json(answer);
  if (answer.statusCode >= 300)
    throw new Error(`${method} ${path} answered ${answer.statusCode}: ${JSON.stringify(told)}`);
  return told;
}

async function portOf({ stdout }) {
  for await (const line of createInterface({ input: stdout })) {
    const [, port] = /listens on http:\/\/[^:]+:(\d+)/.exec(line) ?? [];
    if (port !== undefined) {
      stdout.resume();
      return Number(port);
    }
  }
  throw new Error('the program ended before it listened');
}

async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function median(numbers) {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];
}
