import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { catchError, concatMap, from, type Observable } from 'rxjs';
import type { AuthenticatedRequest } from '../auth/access.js';
import { badInput } from '../http/problem.js';
import { hashOf } from './canonical.js';
import { ownerOfUser, type Claim } from './idempotency.repository.js';
import { IdempotencyService, type Answer, type Outcome } from './idempotency.service.js';

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;

/** What of an answer's head belongs to what was created. */
const KEPT_HEADERS = ['etag', 'location'] as const;

/** Runs a handler once for a key; see `Idempotent`. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly idempotency: IdempotencyService) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<AuthenticatedRequest>();
    const reply = http.getResponse<FastifyReply>();
    const key = keyOf(request);
    if (key === undefined) return next.handle();

    const outcome: Outcome = await this.idempotency.begin({
      owner: ownerOf(request),
      route: `${request.method} ${request.url.split('?')[0]}`,
      key,
      requestHash: hashOf(request.body),
    });
    return 'answer' in outcome ? from([again(outcome.answer, reply)]) : this.#first(outcome.claim, next, reply);
  }

  #first(claim: Claim, next: CallHandler, reply: FastifyReply): Observable<unknown> {
    return next.handle().pipe(
      concatMap(async (body: unknown) => {
        await this.#settle(claim, { status: reply.statusCode, headers: headersOf(reply), body });
        return body;
      }),
      catchError(async (error: unknown) => {
        await this.idempotency.abandon(claim);
        throw error;
      }),
    );
  }

  #settle(claim: Claim, answer: Answer): Promise<void> {
    const wentWell = answer.status >= 200 && answer.status < 300;
    return wentWell ? this.idempotency.finish(claim, answer) : this.idempotency.abandon(claim);
  }
}

function keyOf({ headers }: AuthenticatedRequest): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && VISIBLE_ASCII.test(key)) return key;
  throw badInput('Idempotency-Key must be one of 1 to 255 visible ASCII characters');
}

/** Nobody gets what somebody else was answered: the key is the caller's own, or that of its address. */
const ownerOf = ({ caller, ip }: Pick<AuthenticatedRequest, 'caller' | 'ip'>) =>
  caller ? ownerOfUser(caller.userId) : `address:${ip}`;

function headersOf(reply: FastifyReply): Record<string, string> {
  const set = KEPT_HEADERS.map((name) => [name, reply.getHeader(name)] as const);
  return Object.fromEntries(
    set.filter((header): header is [(typeof header)[0], string] => typeof header[1] === 'string'),
  );
}

function again({ status, headers, body }: Answer, reply: FastifyReply): unknown {
  void reply.status(status).headers({ ...headers, 'idempotency-replayed': 'true' });
  return body;
}
