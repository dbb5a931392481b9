import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Config } from '../config/config.js';
import { Problem } from '../http/problem.js';
import type { AuthenticatedRequest } from './access.js';
import { bearerOf } from './bearer.js';
import { networkOf } from './network-of.js';
import { RequestCounts, type Counted } from './request-counts.js';
import { Tokens } from './tokens.js';

/** What the answer to a counted request carries. */
const LIMIT_FIELD = 'ratelimit-limit';
/** What trusted proxies tell may be no address, and as long as they like. */
const LONGEST_TRACKER = 64;

/**
 * So many requests a minute for each caller, over all routes, whatever becomes of them: by account where it is known, else by address. Counted
 * in this process: with Redis away it holds as before, and of several instances each allows as many.
 */
@Injectable()
export class RateLimit {
  constructor(
    private readonly counts: RequestCounts,
    private readonly tokens: Tokens,
    private readonly config: Config,
  ) {}

  /**
   * Counts what the access guard let in; throws 429 for what is too much. Where no token is needed none is looked at, until others have used up the
   * limit of the address: then who has one may go on reading by a count of its own. Not signing in: guesses of passwords would
   * have a count for each account that the guesser makes.
   */
  admit(request: AuthenticatedRequest, reply: FastifyReply): void {
    const count = this.#count(trackerOf(request));
    const account = count.isBlocked && isRead(request) ? this.#accountOf(request) : undefined;
    const problem = this.#tell(reply, account === undefined ? count : this.#count(account));
    if (problem) throw problem;
  }

  /** Counts what is refused without having been counted yet, and gives what is told: the same for all that is too much. */
  refuse(problem: Problem, request: AuthenticatedRequest, reply: FastifyReply): Problem {
    const isCounted = reply.hasHeader(LIMIT_FIELD) || LIMIT_FIELD in problem.headers;
    if (isCounted || problem.status >= 500) return problem;
    // No token is looked at twice: who was not known to the access guard is not known here.
    const account = problem.status === 401 ? undefined : this.#accountOf(request);
    return this.#tell(reply, this.#count(account ?? trackerOf(request))) ?? problem;
  }

  #count(tracker: string): Counted {
    return this.counts.count(tracker, this.config.RATE_LIMIT_PER_MINUTE);
  }

  #tell(reply: FastifyReply, { isBlocked, totalHits, timeToExpire, timeToBlockExpire }: Counted): Problem | undefined {
    const limit = this.config.RATE_LIMIT_PER_MINUTE;
    if (isBlocked) return tooManyRequests(limit, timeToBlockExpire);
    void reply.headers({
      [LIMIT_FIELD]: limit,
      'ratelimit-remaining': Math.max(0, limit - totalHits),
      'ratelimit-reset': timeToExpire,
    });
    return undefined;
  }

  /** Whose token was sent, as it is signed: where nothing else is asked of the account, it may be gone. */
  #accountOf(request: AuthenticatedRequest): string | undefined {
    if (request.caller) return trackerOf(request);
    const token = bearerOf(request);
    const userId = token === undefined ? undefined : this.tokens.userOf(token);
    return userId === undefined ? undefined : `user:${userId}`;
  }
}

/** Whom a request counts for. Of IPv6 a network of 64 bits is one address: it is the least that anybody is given. */
export function trackerOf({ caller, ip }: AuthenticatedRequest): string {
  return caller ? `user:${caller.userId}` : `address:${networkOf(ip)}`.slice(0, LONGEST_TRACKER);
}

/** Counts what is rationed by itself, beside all other requests; throws 429 for what is too much. */
export function ration(what: string, perMinute: number, request: AuthenticatedRequest, counts: RequestCounts): void {
  const { isBlocked, timeToBlockExpire } = counts.count(`${what}:${trackerOf(request)}`, perMinute);
  if (isBlocked) throw tooManyRequests(perMinute, timeToBlockExpire);
}

/** Names the limit that was reached, in the fields that all answers tell the general one in. */
function tooManyRequests(limit: number, seconds: number): Problem {
  const wait = String(Math.max(1, Math.ceil(seconds)));
  return new Problem(429, 'too-many-requests', 'Too many requests', 'Wait a little, then go on', {
    headers: {
      'retry-after': wait,
      [LIMIT_FIELD]: String(limit),
      'ratelimit-remaining': '0',
      'ratelimit-reset': wait,
    },
  });
}

const isRead = ({ method }: AuthenticatedRequest) => method === 'GET' || method === 'HEAD';
