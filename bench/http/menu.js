import { once } from 'node:events';
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { SIZES } from './dishes.js';
import { getOf } from './load.js';
import { ServerProcess } from './server-process.js';

const OWNER = '7';
const MOST_TRIES = 100;
/** What a server says of the moment and the connection, by itself. */
const BY_ITSELF = /^(date|connection|keep-alive)$/;

/**
 * What this cache answers to each case, found by asking it: so that the bare servers write the same bytes and headers. A case's address at a bare
 * server is its name, `/2k`; of several addresses `/2k-0` and on.
 */
export async function answersOf(about, caseNames, addresses = 1) {
  const { server, cases } = await oursAsked('this cache', about, [], addresses);
  const answers = {};
  for (const name of caseNames) {
    const { paths, headers } = cases[name];
    for (const [at, path] of paths.entries()) {
      const response = await fetchedTwice(server.port, path, headers);
      answers[addresses === 1 ? `/${name}` : `/${name}-${at}`] = { ...response, headers: lasting(response.headers) };
    }
  }
  await server.stop();
  return answers;
}

/** A bare server that was told what to write. */
export async function bareAsked(name, answers, about = {}) {
  const server = await ServerProcess.start(name, { ...about, answers });
  const cases = {};
  for (const [path, { status }] of Object.entries(answers)) {
    const [caseName] = path.slice(1).split('-');
    cases[caseName] ??= { requests: [], status };
    cases[caseName].requests.push(getOf(path));
  }
  return { server, cases };
}

/** A server that knows public addresses alone. */
export async function publicAsked(name, about = {}, addresses = 1) {
  const server = await ServerProcess.start(name, about);
  return { server, cases: publicCases(addresses) };
}

/** A server of ours: its answers are there before anybody counts. */
export async function oursAsked(name, about = {}, nodeOptions = [], addresses = 1) {
  const server = await ServerProcess.start(name, about, nodeOptions);
  const authorization = `Bearer ${await server.ask('token')}`;
  const [known] = publicCases(1)['2k'].paths;
  const { headers } = await fetchedTwice(server.port, known, {});
  const cases = {
    ...publicCases(addresses),
    own: aCase([`/own/${OWNER}/2k`], { authorization }),
    304: { ...aCase([known], { 'if-none-match': headers.etag }), status: 304 },
  };
  return { server, cases };
}

/** A server of ours, of which each visitor asks for something else: two who ask for the same at once would be one question to Redis. */
export async function oursFarAsked(name, about, addresses) {
  const { server, cases } = await publicAsked(name, about, addresses);
  for (const path of Object.values(cases).flatMap(({ paths }) => paths)) await heldInRedis(server.port, path);
  return { server, cases };
}

/** The whole program, and what it answers to each of its cases. */
export async function programAsked(name) {
  const server = await ServerProcess.start(name);
  const cases = {};
  const answers = {};
  for (const [of, { path, headers }] of Object.entries(await server.ask('cases'))) {
    const response = await fetchedTwice(server.port, path, headers);
    answers[`/${of}`] = { ...response, headers: lasting(response.headers) };
    cases[of] = aCase([path], headers);
  }
  return { server, cases, answers };
}

/** At first the connection may not be there yet, or an answer come too late. */
async function heldInRedis(port, path) {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { headers } = await fetched(port, path, {});
    if (headers['cache-status'].endsWith('detail=redis')) return;
    await pause(20);
  }
  throw new Error(`${path} never came from Redis`);
}

function publicCases(addresses) {
  const pathsOf = (size) =>
    addresses === 1 ? [`/dishes/${size}`] : Array.from({ length: addresses }, (_, at) => `/dishes/${size}-${at}`);
  return Object.fromEntries(Object.keys(SIZES).map((size) => [size, aCase(pathsOf(size))]));
}

function aCase(paths, headers = {}) {
  return { paths, headers, requests: paths.map((path) => getOf(path, headers)), status: 200 };
}

/** The second answer is the hit. */
async function fetchedTwice(port, path, headers) {
  await fetched(port, path, headers);
  return fetched(port, path, headers);
}

async function fetched(port, path, headers) {
  const sent = request({ host: '127.0.0.1', port, path, headers, agent: false }).end();
  const [answer] = await once(sent, 'response');
  const body = await buffer(answer);
  return { status: answer.statusCode, headers: answer.headers, body: body.toString('base64') };
}

function lasting(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !BY_ITSELF.test(name)));
}
