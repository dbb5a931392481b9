import type { AbstractHttpAdapter } from '@nestjs/core';
import type { ReadyReply } from '../../http/ready-replies.js';
import type { OpenWay, OpenWays } from './open-ways.js';
import { RouteContext } from './route-context.js';
import { neverDecided, send } from './send.js';
import { cachedHandlerIn, type RouteConfig } from './take-short-way.js';

/** As much of Fastify as is needed here. */
interface FastifyLike {
  addHook(name: 'onRoute', hook: (route: Route) => void): void;
}

interface Route {
  readonly url: string;
  readonly config?: RouteConfig;
  handler: RouteHandler;
}

interface Request {
  readonly params: Readonly<Record<string, string>>;
}

type RouteHandler = (this: unknown, request: Request, reply: object) => unknown;

/**
 * Where nobody is asked before a handler, its hits need not enter Nest: with Fastify they are answered where the route is about to call Nest, behind all
 * hooks. Nest's promises and the machinery of its guards are a good twelfth of what a hit costs. To be called before Nest makes the routes.
 * A program without HTTP has no adapter.
 */
export function answerBeforeNest(adapter: AbstractHttpAdapter | null, ways: OpenWays): void {
  if (adapter?.getType() !== 'fastify') return;
  adapter.getInstance<FastifyLike>().addHook('onRoute', (route) => {
    const handler = cachedHandlerIn(route.config);
    // Whoever counts routes as they are taken must see the hits, too.
    if (!handler || !isReadAlike(route.url) || adapter.getOnRouteTriggered?.()) return;
    const way = ways.of(handler);
    if (way) route.handler = answering(adapter, way, route.handler);
  });
}

function answering(adapter: AbstractHttpAdapter, { way, controller, handler }: OpenWay, inNest: RouteHandler) {
  const ofHit = (request: Request, reply: object) => {
    if (isEmptySomewhere(request.params)) return undefined;
    try {
      return way.replyAtOnce(new RouteContext(request, reply, controller, handler));
    } catch {
      // The handler's own way meets the same error, and Nest's filters tell it.
      return undefined;
    }
  };

  return function (this: unknown, request: Request, reply: object): unknown {
    const found = ofHit(request, reply);
    if (found === undefined) return inNest.call(this, request, reply);
    if (!(found instanceof Promise)) return send(adapter, reply, found);

    const goOn = () => inNest.call(this, request, reply);
    const answer = (ready: ReadyReply) => {
      send(adapter, reply, ready);
      return neverDecided();
    };
    return found.then((ready) => (ready ? answer(ready) : goOn()), goOn);
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
