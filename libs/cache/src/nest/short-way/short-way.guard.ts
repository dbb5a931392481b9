import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { ReadyReply } from '../../http/ready-replies.js';
import { neverDecided, send } from './send.js';
import { ShortWays } from './short-ways.js';

/**
 * The last guard of a handler with `@CachedResponse`: whoever comes here may have the answer, so a hit is sent from here and spares Nest's
 * interceptors, pipes and handler. Whatever is no plain hit goes on as ever.
 */
@Injectable()
export class ShortWayGuard implements CanActivate {
  constructor(
    private readonly ways: ShortWays,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const reply = this.ways.of(context.getClass(), context.getHandler())?.replyAtOnce(context);
    if (reply === undefined) return true;
    return reply instanceof Promise
      ? reply.then((found) => this.#answer(context, found))
      : this.#answer(context, reply);
  }

  #answer(context: ExecutionContext, reply: ReadyReply | undefined): boolean | Promise<boolean> {
    if (reply === undefined) return true;
    send(this.adapterHost.httpAdapter, context.getArgByIndex(1), reply);
    return neverDecided();
  }
}
