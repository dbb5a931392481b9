import { answerHeaders, type AnswerPolicy } from './answer-headers.js';
import type { Answer } from './answer.js';
import { verdictOn, type ConditionalHeaders } from './conditional.js';

/** What goes out for an answer. */
export interface Reply {
  readonly status: 200 | 304;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** None with 304. */
  readonly body: Buffer | undefined;
}

interface Asked {
  readonly method: string;
  readonly headers: ConditionalHeaders;
}

/**
 * What this request is told of an answer; undefined where it means something else by its `If-Match` or `If-Unmodified-Since` (412).
 * HEAD is told what GET is: whoever sends it leaves the body out.
 */
export function replyTo(asked: Asked, policy: AnswerPolicy, answer: Answer, ageMs: number): Reply | undefined {
  const verdict = verdictOn(asked.method, asked.headers, answer);
  if (verdict === 'failed') return undefined;

  const headers = answerHeaders(policy, answer, ageMs);
  const besides = answer.headers ?? [];
  if (verdict === 'known') {
    return { status: 304, headers: [...headers, ...besides.filter(isToldAgain)], body: undefined };
  }
  return { status: 200, headers: [...headers, ...besides, ['content-type', answer.contentType]], body: answer.body };
}

/** Of what a handler said, 304 repeats this alone (RFC 9110 15.4.5). */
const isToldAgain = ([name]: readonly [string, string]) => name === 'content-location';
