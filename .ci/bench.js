import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One short round of each benchmark, on what was built: that they run, not what they tell. The documents stay as they are. */
const folder = await mkdtemp(join(tmpdir(), 'prepsense-bench-'));
const docs = join(folder, 'docs');
await cp('docs', docs, { recursive: true });

const codes = await Promise.all(['bench/cache.js', 'bench/recommendations.js'].map((script) => run(script)));
// By itself, as it wants both cores.
codes.push(
  await run('bench/http.js', { ROWS: 'far,crowd,machine', SETS: '1', WARM_UP: '0', WINDOWS: '1', WINDOW_MS: '200' }),
);
await rm(folder, { recursive: true });
process.exitCode = Math.max(...codes);

async function run(script, settings = {}) {
  const env = { ...process.env, DOCS: docs, ROUNDS: '1', REQUESTS: '3000', ...settings };
  const [code] = await once(spawn(process.execPath, [script], { env, stdio: ['ignore', 'ignore', 'inherit'] }), 'exit');
  console.log(`${script} ${code === 0 ? 'runs' : `ended with ${code}`}`);
  return code ?? 1;
}
