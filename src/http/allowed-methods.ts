import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.js';
import { sendProblem } from './problem.filter.js';

interface KnownRoute {
  readonly method: string;
  readonly path: RegExp;
}

/** An address that exists under other methods answers 405 with `Allow`; all others stay 404. */
export function answerWrongMethods(instance: FastifyInstance): void {
  const routes: KnownRoute[] = [];
  instance.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) routes.push({ method: one, path: patternOf(url) });
  });
  instance.addHook('onRequest', (request, reply, done) => {
    const allowed = request.is404 ? methodsAt(routes, request.url) : [];
    if (allowed.length > 0) sendProblem(reply, request, methodNotAllowed(allowed));
    else done();
  });
}

function methodsAt(routes: readonly KnownRoute[], url: string): string[] {
  const path = url.split('?', 1)[0] ?? '';
  const found = routes.filter((route) => route.path.test(path)).map(({ method }) => method);
  return [...new Set(found)].toSorted();
}

/** `/pantry/:userId` as an expression; what is no parameter stands for itself. */
function patternOf(url: string): RegExp {
  const parts = url.split(/(:\w+|\*)/).map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part === '*' ? '.*' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  });
  return new RegExp(`^${parts.join('')}$`);
}

function methodNotAllowed(allowed: readonly string[]): Problem {
  return new Problem(405, 'method-not-allowed', 'Method not allowed', 'This address does not take that method', {
    headers: { allow: allowed.join(', ') },
  });
}
