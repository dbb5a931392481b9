import { once } from 'node:events';
import { createServer } from 'node:http';
import { createClient } from '@redis/client';
import { fastify } from 'fastify';

/**
 * Servers that do nothing but write what they were told to: the very bytes and headers of this cache's answers.
 *
 * `answers` has for each address `{ status, headers, body }`, the body as base64.
 */
export const bares = {
  /** The base of all ratios. */
  'node:http': ({ answers }) => {
    const ready = readyOf(answers);
    return listening((request, response) => {
      const { status, headers, body } = ready.get(request.url);
      response.writeHead(status, headers);
      response.end(body);
    });
  },

  fastify: async ({ answers }) => {
    const app = fastify();
    for (const [path, { status, headers, body }] of readyOf(answers)) {
      app.get(path, (_, reply) => void reply.code(status).headers(headers).send(body));
    }
    await app.listen({ port: 0, host: '127.0.0.1' });
    return { port: app.server.address().port };
  },

  /** Each answer is fetched from Redis, as bytes, and written as it is. */
  'node:http, Redis': async ({ answers, redis }) => {
    const { RESP_TYPES } = await import('@redis/client');
    const client = await createClient({ url: redis }).connect();
    const bytes = client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
    const ready = readyOf(answers);
    for (const [path, { body }] of ready) await client.set(`bare:${path}`, body);
    return listening(async (request, response) => {
      const { status, headers } = ready.get(request.url);
      const body = await bytes.get(`bare:${request.url}`);
      response.writeHead(status, headers);
      response.end(body);
    });
  },
};

function readyOf(answers) {
  const ready = Object.entries(answers).map(([path, { status, headers, body }]) => [
    path,
    { status, headers, body: status === 304 ? undefined : Buffer.from(body, 'base64') },
  ]);
  return new Map(ready);
}

async function listening(answer) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: server.address().port };
}
