import { answersOf, bareAsked, oursAsked, oursFarAsked, programAsked, publicAsked } from './menu.js';
import { nginxAsked, nginxIsThere } from './nginx.js';

/** As many as ask at once. */
const VISITORS = 32;
const PUBLIC = ['2k', '20k', '200k'];

/** All in memory, for everybody; bare `node:http` first. */
export async function nearContenders(about) {
  const answers = await answersOf(about, PUBLIC);
  return [
    contender('node:http', (name) => bareAsked(name, answers)),
    contender('fastify', (name) => bareAsked(name, answers)),
    ...(nginxIsThere() ? [contender('nginx, `proxy_cache`', () => nginxAsked(answers))] : []),
    ...['this cache', 'this cache, interceptor alone', 'this cache, Express'].map((name) =>
      contender(name, () => oursAt(PUBLIC, name, about)),
    ),
    ...[
      'Nest, Fastify, ready bytes, same headers',
      'Nest, Fastify, ready bytes',
      'Nest, Fastify, no cache',
      'stock interceptor, Fastify, memory',
      'bentocache in the controller',
      'Nest, Express, no cache',
      'stock interceptor, Express, memory',
    ].map((name) => contender(name, () => publicAsked(name, { ...about, answers }))),
  ];
}

/** What no other way knows, in processes that are asked nothing else, as those of the others are. */
export async function ownContenders(about) {
  const cases = ['own', '304'];
  const answers = await answersOf(about, cases);
  return [
    contender('node:http', (name) => bareAsked(name, answers)),
    contender('this cache', (name) => oursAt(cases, name, about)),
  ];
}

/** All in Redis, as many addresses for each as there are visitors; bare `node:http` first, which has them in memory. */
export async function farContenders(about) {
  const answers = await answersOf(about, PUBLIC, VISITORS);
  return [
    contender('node:http', (name) => bareAsked(name, answers)),
    contender('node:http, Redis', (name) => bareAsked(name, answers, about)),
    contender('this cache, far', (name) => oursFarAsked(name, about, VISITORS)),
    contender('stock interceptor, Fastify, Redis', (name) => publicAsked(name, about, VISITORS)),
    contender('stock interceptor, Express, Redis', (name) => publicAsked(name, about, VISITORS)),
  ];
}

/** The whole program, and bare `node:http` that writes the same. */
export async function programContenders() {
  const { server, answers } = await programAsked('PrepSense');
  await server.stop();
  return [contender('node:http', (name) => bareAsked(name, answers)), contender('PrepSense', programAsked)];
}

async function oursAt(caseNames, name, about) {
  const { server, cases } = await oursAsked(name, about);
  return { server, cases: Object.fromEntries(caseNames.map((of) => [of, cases[of]])) };
}

function contender(name, start) {
  return { name, start: () => start(name) };
}
