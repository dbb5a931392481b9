import type { AbstractHttpAdapter } from '@nestjs/core';
import type { ReadyReply } from '../../http/ready-replies.js';
import type { OpenWay, OpenWays } from './open-ways.js';
import { RouteContext } from './route-context.js';
import { send } from './send.js';
import { cachedHandlerIn, type RouteConfig } from './take-short-way.js';

/** As much of Fastify as is needed here. */
interface FastifyLike {
  addHook(name: 'onRoute', hook: (route: Route) => void): void;
}

interface Route {
  readonly url: string;
  readonly config?: RouteConfig;
  preHandler?: PreHandler | PreHandler[];
}

interface Request {
  readonly params: Readonly<Record<string, string>>;
}

type PreHandler = (request: Request, reply: object, goOn: () => void) => void;

/**
 * Where nobody is asked before a handler, its hits need not enter Nest: with Fastify they are answered by a hook of the route, the last one
 * before the handler. Nest's promises and its guards' machinery are a good twelfth of what a hit costs. To be called before Nest makes the routes.
 */
export function hookShortWays(adapter: AbstractHttpAdapter, ways: OpenWays): void {
  if (adapter.getType() !== 'fastify') return;
  adapter.getInstance<FastifyLike>().addHook('onRoute', (route) => {
    const handler = cachedHandlerIn(route.config);
    // Whoever counts routes as they are taken must see the hits, too.
    if (!handler || !isReadAlike(route.url) || adapter.getOnRouteTriggered?.()) return;
    const way = ways.take(handler);
    if (way) route.preHandler = [...[route.preHandler ?? []].flat(), preHandlerOf(adapter, way)];
  });
}

function preHandlerOf(adapter: AbstractHttpAdapter, { way, controller, handler }: OpenWay): PreHandler {
  const answer = (ready: ReadyReply | undefined, reply: object, goOn: () => void) => {
    if (ready) send(adapter, reply, ready);
    else goOn();
  };
  return (request, reply, goOn) => {
    if (isEmptySomewhere(request.params)) return goOn();
    try {
      const found = way.replyAtOnce(new RouteContext(request, reply, controller, handler));
      if (!(found instanceof Promise)) return answer(found, reply, goOn);
      found.then((ready) => answer(ready, reply, goOn)).catch(() => goOn());
    } catch {
      // The handler's own way meets the same error, and Nest's filters tell it.
      goOn();
    }
  };
}

/** Nest answers 404 where a parameter is empty, which Fastify lets pass. */
function isEmptySomewhere(params: Readonly<Record<string, string>>): boolean {
  for (const name in params) {
    if (params[name] === '') return true;
  }
  return false;
}

const SEGMENTS = /^(?:\/(?::\w+|[^/:*(){}\\]*))*$/;

/** False for the paths that Fastify's router reads otherwise than Nest does, which then looks at each request once more. */
function isReadAlike(url: string): boolean {
  const names = url.match(/:\w+/g) ?? [];
  return SEGMENTS.test(url) && new Set(names).size === names.length;
}
