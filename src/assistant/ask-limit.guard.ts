import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { AuthenticatedRequest } from '../auth/access.js';
import { MINUTE_MS, tooManyRequests, trackerOf } from '../auth/rate-limit.js';
import { RequestCounts } from '../auth/request-counts.js';

export const QUESTIONS_PER_MINUTE = 20;

/** Questions count on their own beside all other requests, as each may cost a call of a model. */
@Injectable()
export class AskLimitGuard implements CanActivate {
  constructor(private readonly counts: RequestCounts) {}

  canActivate(context: ExecutionContext): boolean {
    const key = `ask:${trackerOf(context.switchToHttp().getRequest<AuthenticatedRequest>())}`;
    const { isBlocked, timeToBlockExpire } = this.counts.count(key, MINUTE_MS, QUESTIONS_PER_MINUTE, MINUTE_MS);
    if (isBlocked) throw tooManyRequests(QUESTIONS_PER_MINUTE, timeToBlockExpire);
    return true;
  }
}
