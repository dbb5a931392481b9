import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import { Problem } from '../http/problem.js';
import type { AuthenticatedRequest } from './access.js';

/** So many requests a minute for each caller: by account where there is one, else by address. Kept per process. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  protected override headerPrefix = 'RateLimit';

  protected override async getTracker(request: AuthenticatedRequest): Promise<string> {
    return trackerOf(request);
  }

  /** One count over all routes: the library's own would be one for each handler. */
  protected override generateKey(_: ExecutionContext, tracker: string, name: string): string {
    return `${name}:${tracker}`;
  }

  protected override async throwThrottlingException(_: ExecutionContext, { timeToBlockExpire }: ThrottlerLimitDetail) {
    throw tooManyRequests(timeToBlockExpire);
  }
}

export function trackerOf({ caller, ip }: AuthenticatedRequest): string {
  return caller ? `user:${caller.userId}` : `address:${ip}`;
}

export function tooManyRequests(seconds: number): Problem {
  return new Problem(429, 'too-many-requests', 'Too many requests', 'Wait a little, then go on', {
    headers: { 'retry-after': String(Math.max(1, Math.ceil(seconds))) },
  });
}
