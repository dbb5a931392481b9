import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import { answerOf, type Answer } from '../http/answer.js';
import { isForAll, keptHeaders, type Given } from '../http/given.js';
import { httpDate } from '../http/http-date.js';
import { Unstored } from '../landing.js';
import type { ResponsePolicy } from './cached-response.js';
import { draftable, type WritableResponse } from './draft-response.js';
import { Draft } from './draft.js';
import { inScope } from './load-scope.js';
import { narrowed } from './narrowed-request.js';
import { visibleTo } from './visible-inputs.js';

/** What a handler made for one request alone: a stream, an error of its own making, something with a cookie. Others run it again. */
export class ForOne {
  constructor(
    readonly request: unknown,
    readonly body: unknown,
    /** What its handler said of it, for this request's response. */
    readonly draft: Draft,
  ) {}
}

interface Circumstances {
  readonly policy: ResponsePolicy;
  readonly request: object;
  readonly response: WritableResponse;
  /** A handler that reads what it does not declare fails, rather than not to see it. */
  readonly strict: boolean;
  /** When it is made, ms since 1970. */
  readonly now: () => number;
}

/**
 * Runs a handler and makes an answer of what it gives, where that is for all; only what may be kept comes without `Unstored`. The handler sees
 * of the request what its key holds, and writes into a draft: the request may have been answered meanwhile.
 */
export async function answerFrom(
  handler: () => Promise<unknown>,
  periodAt: (at: number) => Promise<{ readonly from?: number; readonly until?: number }>,
  { policy, request, response, strict, now }: Circumstances,
): Promise<Answer | Unstored<Answer | ForOne>> {
  draftable(response);
  const draft = new Draft();
  const views = narrowed(request, visibleTo(policy), strict);
  // Of the moment before the handler runs: what is made in the next period is then thrown away too soon, and never kept too long.
  const [{ from, until }, body] = await Promise.all([periodAt(now()), inScope({ draft, views }, handler)]);
  const given = draft.givenBeside(response);
  if (!isForAll(given) || !isWhole(body)) return new Unstored(new ForOne(request, body, draft));

  const kept = keptHeaders(given.headers);
  const answer = answerOf(bytesOf(body), {
    contentType: textOf(given, 'content-type') ?? policy.contentType,
    lastModified: latest(changedAt(policy, body, given), from),
    goodUntil: until,
    madeAt: now(),
    ...(kept.length > 0 && { headers: kept }),
  });
  return policy.keeps(body) ? answer : new Unstored(answer);
}

/** Not a stream, which is gone once it was read, and not nothing: that was sent by the handler itself. */
function isWhole(body: unknown): boolean {
  return body !== undefined && !(body instanceof Readable) && !(body instanceof StreamableFile);
}

/** As the policy finds it in the body, or as the handler said by a `Last-Modified` of its own. */
function changedAt(policy: ResponsePolicy, body: unknown, given: Given): number | undefined {
  const told = textOf(given, 'last-modified');
  return policy.lastModified(body)?.getTime() ?? (told === undefined ? undefined : httpDate(told));
}

/** An answer changes when its data does and when its period begins. */
function latest(changed: number | undefined, periodFrom: number | undefined): number | undefined {
  return changed === undefined || periodFrom === undefined ? changed : Math.max(changed, periodFrom);
}

function textOf({ headers }: Given, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

function bytesOf(body: unknown): Buffer {
  if (body instanceof Buffer) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}
