import { STATUS_CODES } from 'node:http';
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CacheError } from '#cache';
import { isDatabaseAway } from '../database/failure.js';
import { badInput, Problem, unavailable } from './problem.js';
import { counted } from './refusals.js';

/** Turns whatever was thrown into problem+json. What is not a `Problem` is told to the log, never to the client. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemOf(error);
    if (problem.status >= 500 && problem.status !== NOTHING_HELD)
      this.#logger.error({ err: error, path: request.url.split('?')[0] }, problem.title);

    sendProblem(reply, request, problem);
  }
}

/** Writes a problem as the answer, once it has been counted; also for hooks that run before Nest. */
export function sendProblem(reply: FastifyReply, request: FastifyRequest, found: Problem): void {
  const problem = counted(found, request, reply);
  for (const name of Object.keys(reply.getHeaders())) {
    if (/^(etag|last-modified|expires|age|cache-status|cache-groups|content-encoding)$/.test(name))
      reply.removeHeader(name);
  }
  void reply
    .status(problem.status)
    .headers({ ...problem.headers, 'cache-control': 'no-store', 'content-type': 'application/problem+json' })
    .send(problem.told(request.url.split('?')[0]));
}

/** The client's view of any error. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isDatabaseAway(error) || isLoadTooLong(error))
    return unavailable('The data cannot be reached at the moment', error);

  const status = statusOf(error);
  if (status === undefined || (status >= 500 && status !== NOTHING_HELD)) {
    return new Problem(500, 'internal', 'Internal error', 'Something went wrong on our side', { cause: error });
  }
  if (status === 400) return badInput('The request could not be read');
  const title = STATUS_CODES[status] ?? 'Error';
  return new Problem(status, title.toLowerCase().replaceAll(' ', '-'), title, DETAILS[status] ?? title, {
    cause: error,
  });
}

/** What was to be cached did not come in time: where that comes from is slow or says nothing. */
const isLoadTooLong = (error: unknown) => error instanceof CacheError && error.code === 'LOAD_TIMED_OUT';

/** What `only-if-cached` is told (RFC 9111 5.2.1.7): no failure of ours. */
const NOTHING_HELD = 504;

const DETAILS: Readonly<Record<number, string>> = {
  404: 'There is nothing under this address',
  405: 'This address does not take that method',
  412: 'What is there is not what the conditions of the request name',
  413: 'The body is over the limit of 1 MiB',
  415: 'Say in Content-Type what the body is, and send what this address takes: application/json, or for a picture its own type',
  429: 'Too many requests, wait a little',
  [NOTHING_HELD]: 'Nothing is held for this request',
};

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') return error.statusCode;
  return undefined;
}
