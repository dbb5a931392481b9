import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { pino, type Logger } from 'pino';
import { tellOfRequests } from './request-log.js';

let app: FastifyInstance;
let logger: Logger;
let lines: Record<string, unknown>[];

beforeEach(() => {
  lines = [];
  logger = pino({ base: null, timestamp: false }, { write: (line) => void lines.push(JSON.parse(line)) });
  app = fastify();
  tellOfRequests(app, logger);
  app.get('/soup', async () => 'soup');
  app.get('/burnt', (_request, reply) => reply.code(500).send());
});
afterEach(() => app.close());

const ask = (url: string) => app.inject({ method: 'GET', url, headers: { authorization: 'Bearer secret' } });
const INFO = 30;
const line = (level: number, path: string, statusCode: number) => ({
  level,
  req: { id: expect.any(String), method: 'GET', path },
  res: { statusCode },
  responseTime: expect.any(Number),
  msg: 'request answered',
});

it('requests that went wrong are told of, whoever is to blame, and no others', async () => {
  for (const url of ['/soup', '/nothing', '/burnt']) await ask(url);
  expect(lines).toEqual([line(INFO, '/nothing', 404), line(INFO + 20, '/burnt', 500)]);
});

it('all are, to who wants to know more', async () => {
  logger.level = 'debug';
  await ask('/soup');
  expect(lines).toEqual([line(INFO - 10, '/soup', 200)]);
});

it('neither what an address asks for nor what stands in a header is told', async () => {
  logger.level = 'trace';
  for (const path of ['/soup', '/nothing', '/burnt']) await ask(`${path}?access_token=secret`);
  expect(lines).toHaveLength(3);
  expect(JSON.stringify(lines)).not.toContain('secret');
});
