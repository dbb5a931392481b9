import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../redis.js';
import { bareAsked } from './menu.js';
import { endsWithUs, isThere, onServersCore } from './server-process.js';

/** `/proc` counts processor time in hundredths of a second. */
const TICK_US = 10_000;
const START_TRIES = 100;

export function nginxIsThere() {
  return isThere('nginx');
}

/** One worker that keeps what a bare server answers, in memory-backed files, and serves it. */
export async function nginxAsked(answers) {
  const { server: source, cases } = await bareAsked('node:http', answers);
  const folder = await mkdtemp(join(tmpdir(), 'bench-nginx-'));
  const port = await freePort();
  await writeFile(join(folder, 'nginx.conf'), configOf({ folder, port, source: source.port }));
  const [command, ...rest] = onServersCore(['nginx', '-p', folder, '-c', join(folder, 'nginx.conf')]);
  const child = spawn(command, rest, { stdio: ['ignore', 'inherit', 'inherit'] });
  // Killed outright it would leave its worker behind.
  endsWithUs(child, 'SIGTERM');
  for (let tries = 0; !(await answersAt(port, Object.keys(answers)[0])); tries += 1) {
    if (tries > START_TRIES) throw new Error('nginx does not answer');
    await pause(50);
  }
  for (const path of Object.keys(answers)) await answersAt(port, path);

  const worker = Number((await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')).split(' ')[0]);
  const stop = async () => {
    child.kill();
    if (child.exitCode === null) await once(child, 'exit');
    await source.stop();
    await rm(folder, { recursive: true });
  };
  return { server: { port, cpuUs: () => cpuUsOf(worker), stop }, cases };
}

async function answersAt(port, path) {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    await response.arrayBuffer();
    return response.ok;
  } catch (error) {
    if (error.cause?.code === 'ECONNREFUSED') return false;
    throw error;
  }
}

async function cpuUsOf(pid) {
  // After the name in brackets, which may hold spaces, come state and more; user and system time are the 12th and 13th of them.
  const [user, system] = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1].split(' ').slice(11, 13);
  return (Number(user) + Number(system)) * TICK_US;
}

function configOf({ folder, port, source }) {
  // Of root's workers nginx makes somebody else's, who may not see the folder.
  const user = process.getuid() === 0 ? 'user root; ' : '';
  return `${user}daemon off; master_process on; worker_processes 1; pid ${folder}/pid; error_log stderr error;
events { worker_connections 512; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 10000000;
  open_file_cache max=100 inactive=1h; open_file_cache_valid 1h;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
  proxy_cache_path ${folder}/cache keys_zone=answers:10m;
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://127.0.0.1:${source}; proxy_cache answers; proxy_cache_valid 200 1h; }
  }
}
`;
}
