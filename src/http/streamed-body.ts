import { finished, type Readable } from 'node:stream';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { badInput, Problem } from './problem.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly streamsBody?: true;
  }
}

/** For a route that reads its body itself, once the guards have let the request pass: who may not send it is refused unread. */
export const StreamsBody = () => RouteConfig({ streamsBody: true });

/** Pictures go to the routes that ask for them, unread; for all others they are what everything unknown is. */
export function passPicturesOn(instance: FastifyInstance): void {
  instance.addContentTypeParser(/^image\//, (request, payload, done) => {
    if (request.routeOptions.config.streamsBody === true) done(null, payload);
    else done(notTaken('application/json'));
  });
}

/** The whole of a body that is no longer than that. Of a longer one nothing more is kept: 413 at once, and what still comes is thrown away. */
export function bodyWithin(body: Readable, { length, most }: { length: number | undefined; most: number }) {
  if (length !== undefined && length > most) return Promise.reject(tooLong(most));
  return new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const take = (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > most) leave(() => reject(tooLong(most)));
    };
    const forget = finished(body, { writable: false }, (error) =>
      leave(() => (error ? reject(badInput('The body ended before its time')) : resolve(Buffer.concat(chunks, bytes)))),
    );
    // Neither destroyed, as the answer goes out on the same connection, nor left alone: who is still sending would not read it.
    const leave = (settle: () => void) => {
      body.off('data', take).resume();
      forget();
      settle();
    };
    body.on('data', take);
  });
}

export const notTaken = (...types: readonly string[]) => unsupported(`Send ${types.join(', ')}`, types);

/** For a body that is called one type and begins as another, or as none that is taken. */
export const otherThanNamed = (named: string, found: string | undefined, types: readonly string[]) =>
  unsupported(
    `The body is called ${named} but begins as ${found ?? 'something else'}; what is taken is ${types.join(', ')}`,
    types,
  );

const unsupported = (detail: string, types: readonly string[]) =>
  new Problem(415, 'unsupported-media-type', 'Unsupported Media Type', detail, {
    headers: { accept: types.join(', ') },
  });

const MIB = 1024 * 1024;

const tooLong = (most: number) =>
  new Problem(413, 'payload-too-large', 'Payload Too Large', `The body is over the limit of ${most / MIB} MiB`);
