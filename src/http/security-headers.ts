import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';

/** Answers are data: nothing in them is to be run, shown in a frame, or taken for another kind. */
const POLICY = { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } };

/**
 * What helmet recommends for every answer. It is worked out once: helmet's own middleware would do so for each request, at more than what the cache
 * does for a hit.
 */
export const PROTECTING = recommended();

/** Every answer has these headers, unless it is one to what is no request: see `unreadable.ts`. */
export function protectAnswers(instance: FastifyInstance): void {
  instance.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(PROTECTING);
    done();
  });
}

function recommended(): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  const response = {
    setHeader: (name: string, value: string) => (headers[name.toLowerCase()] = value),
    removeHeader: () => undefined,
  };
  // It looks at neither of them, and only names headers.
  helmet({ contentSecurityPolicy: POLICY })(
    {} as IncomingMessage,
    response as unknown as ServerResponse,
    () => undefined,
  );
  return headers;
}
