import type { ExecutionContext } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import type { AnswerPolicy } from '../http/answer-headers.js';
import type { Answer } from '../http/answer.js';
import type { ReadyReply } from '../http/ready-replies.js';
import type { ResponsePolicy } from './cached-response.js';
import { responseIn } from './exchange.js';
import type { Grounds } from './grounds.js';
import { bodyFor } from './short-way/send.js';

/** What its caches are told of an answer to this query. */
export function policyToTell(
  { tells }: ResponsePolicy,
  query: unknown,
  answer: Answer,
  { forms, options }: Pick<Grounds, 'forms' | 'options'>,
): AnswerPolicy {
  const told = tells(query, options.clientMaxAgeMs);
  return forms.mayHave(answer) ? { ...told, vary: [...told.vary, 'Accept-Encoding'] } : told;
}

/** Writes headers of a response that Nest will send. */
export class Teller {
  constructor(private readonly adapter: AbstractHttpAdapter) {}

  tell(context: ExecutionContext, headers: Iterable<readonly [name: string, value: string]>): void {
    const response = responseIn(context);
    for (const [name, value] of headers) this.adapter.setHeader(response, name, value);
  }

  /** What is not cached here shall not be anywhere, unless its handler says otherwise. */
  tellUncached(context: ExecutionContext, status: string): void {
    const response = responseIn(context);
    const isSaid = this.adapter.getHeader?.(response, 'cache-control') !== undefined;
    this.tell(context, [['cache-status', status], ...(isSaid ? [] : ([['cache-control', 'no-store']] as const))]);
  }

  /** All of it but the body, which Nest is to be given. */
  bodyOf(context: ExecutionContext, { status, lasting, passing, body }: ReadyReply): unknown {
    this.tell(context, lasting);
    this.tell(context, passing);
    if (status === 304) this.adapter.status(responseIn(context), 304);
    return body && bodyFor(this.adapter, body);
  }
}
