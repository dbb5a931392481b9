import { answersOf, bareAsked, oursAsked, oursFarAsked, programAsked, publicAsked } from './menu.js';
import { nginxAsked, nginxIsThere } from './nginx.js';

/** As many as ask at once. */
const VISITORS = 32;
const PUBLIC = ['2k', '20k', '200k'];

/** All in memory, bare `node:http` first. */
export async function nearContenders(about) {
  const answers = await answersOf(about, [...PUBLIC, 'own', '304']);
  const inPublic = Object.fromEntries(PUBLIC.map((name) => [`/${name}`, answers[`/${name}`]]));
  return [
    contender('node:http', (name) => bareAsked(name, answers)),
    contender('fastify', (name) => bareAsked(name, inPublic)),
    ...(nginxIsThere() ? [contender('nginx, `proxy_cache`', () => nginxAsked(inPublic))] : []),
    contender('this cache', (name) => oursAsked(name, about)),
    contender('this cache, interceptor alone', (name) => oursPublic(name, about)),
    contender('this cache, Express', (name) => oursPublic(name, about)),
    ...[
      'Nest, Fastify, ready bytes, same headers',
      'Nest, Fastify, ready bytes',
      'Nest, Fastify, no cache',
      'stock interceptor, Fastify, memory',
      'bentocache in the controller',
      'Nest, Express, no cache',
      'stock interceptor, Express, memory',
    ].map((name) => contender(name, () => publicAsked(name, { ...about, answers: inPublic }))),
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

/** Without the cases that are told of one way alone. */
async function oursPublic(name, about) {
  const { server, cases } = await oursAsked(name, about);
  return { server, cases: Object.fromEntries(PUBLIC.map((size) => [size, cases[size]])) };
}

function contender(name, start) {
  return { name, start: () => start(name) };
}
