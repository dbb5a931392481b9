import 'reflect-metadata';
import { createKeyv as createRedisKeyv } from '@keyv/redis';
import { CacheInterceptor, CacheModule as StockModule, CacheTTL } from '@nestjs/cache-manager';
import { Param, UseInterceptors } from '@nestjs/common';
import { bento } from '../peers.js';
import { KEPT_MS } from '../kitchen.js';
import { aGet, aReply, controllerOf } from './decorated.js';
import { dishes, SIZES } from './dishes.js';
import { oursFar, oursNear, oursThroughInterceptor } from './ours.js';
import { started } from './started.js';

/** The same handler in Nest, with what each contender puts around it. */
export const nests = {
  'Nest, Express, no cache': () => plain('express'),
  'Nest, Fastify, no cache': () => plain('fastify'),
  'Nest, Fastify, ready bytes': () => readyBytes(),
  'Nest, Fastify, ready bytes, same headers': ({ answers }) => readyBytes(answers),
  'stock interceptor, Express, memory': () => stock('express'),
  'stock interceptor, Fastify, memory': () => stock('fastify'),
  'stock interceptor, Express, Redis': ({ redis }) => stock('express', redis),
  'stock interceptor, Fastify, Redis': ({ redis }) => stock('fastify', redis),
  'bentocache in the controller': ({ redis }) => viaBento(redis),
  'this cache': (about) => oursNear('fastify', about),
  'this cache, Express': (about) => oursNear('express', about),
  'this cache, interceptor alone': (about) => oursThroughInterceptor('fastify', about),
  'this cache, far': (about) => oursFar('fastify', about),
};

function plain(platform) {
  return started(platform, { controllers: [controllerOf('dishes', { list: aGet(':size', dishes, Param('size')) })] });
}

/** The least that a handler of Nest can do: the bytes are there; the headers too, where `answers` tells them. */
function readyBytes(answers) {
  const bytes = new Map(Object.keys(SIZES).map((size) => [size, Buffer.from(JSON.stringify(dishes(size)))]));
  const headersOf = (size) => answers?.[`/${size}`].headers ?? { 'content-type': 'application/json; charset=utf-8' };
  const list = (size, reply) => {
    reply.headers(headersOf(size));
    return bytes.get(size);
  };
  return started('fastify', {
    controllers: [controllerOf('dishes', { list: aGet(':size', list, Param('size'), aReply()) })],
  });
}

function stock(platform, redis) {
  const decorators = [UseInterceptors(CacheInterceptor), CacheTTL(KEPT_MS)];
  const list = aGet(':size', async (size) => dishes(size), Param('size'));
  return started(platform, {
    imports: [StockModule.register(redis ? { stores: [createRedisKeyv(redis)] } : {})],
    controllers: [controllerOf('dishes', { list: { ...list, decorators: [...list.decorators, ...decorators] } })],
  });
}

async function viaBento(redis) {
  const { cache } = await bento(redis);
  const list = (size) => cache.getOrSet({ key: `dishes:${size}`, ttl: KEPT_MS, factory: async () => dishes(size) });
  return started('fastify', { controllers: [controllerOf('dishes', { list: aGet(':size', list, Param('size')) })] });
}
