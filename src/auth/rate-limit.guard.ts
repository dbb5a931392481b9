import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import { Problem } from '../http/problem.js';
import type { AuthenticatedRequest } from './access.js';

/**
 * So many requests a minute for each caller: by account where there is one, else by address. Counted in this process: with Redis away it holds
 * as before, and of several instances each allows as many.
 */
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

  protected override async throwThrottlingException(
    _: ExecutionContext,
    { limit, timeToBlockExpire }: ThrottlerLimitDetail,
  ) {
    throw tooManyRequests(limit, timeToBlockExpire);
  }
}

export function trackerOf({ caller, ip }: AuthenticatedRequest): string {
  return caller ? `user:${caller.userId}` : `address:${ip}`;
}

/** Names the limit that was reached, in the fields that all answers tell the general one in. */
export function tooManyRequests(limit: number, seconds: number): Problem {
  const wait = String(Math.max(1, Math.ceil(seconds)));
  return new Problem(429, 'too-many-requests', 'Too many requests', 'Wait a little, then go on', {
    headers: {
      'retry-after': wait,
      'ratelimit-limit': String(limit),
      'ratelimit-remaining': '0',
      'ratelimit-reset': wait,
    },
  });
}
