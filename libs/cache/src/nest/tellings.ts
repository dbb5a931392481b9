import type { ExecutionContext } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import type { AnswerPolicy } from '../http/answer-headers.js';
import type { Answer } from '../http/answer.js';
import type { ResponsePolicy } from './cached-response.js';
import { responseIn } from './exchange.js';
import type { Grounds } from './grounds.js';

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

  notModified(context: ExecutionContext): void {
    this.adapter.status(responseIn(context), 304);
  }
}
