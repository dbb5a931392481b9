import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { AuthenticatedRequest } from './access.js';
import { RateLimit } from './rate-limit.js';
import { RouteRules } from './route-rules.js';

/** Counts what the access guard let in, but for what is `@Uncounted()`. What is refused elsewhere is counted when it is told. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly rules: RouteRules,
    private readonly limit: RateLimit,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (this.rules.of(context).isUncounted) return true;
    const http = context.switchToHttp();
    this.limit.admit(http.getRequest<AuthenticatedRequest>(), http.getResponse<FastifyReply>());
    return true;
  }
}
