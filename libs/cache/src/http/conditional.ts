import { entityTagsIn } from './etag.js';
import { httpDate } from './http-date.js';

/** The request headers that make a request conditional. */
export interface ConditionalHeaders {
  readonly 'if-match'?: string | undefined;
  readonly 'if-unmodified-since'?: string | undefined;
  readonly 'if-none-match'?: string | undefined;
  readonly 'if-modified-since'?: string | undefined;
}

/** What a client may already have. */
export interface Validators {
  readonly etag: string;
  /** Milliseconds since 1970, when known. */
  readonly lastModified: number | undefined;
}

/** `met`: go on. `known`: the client has it (304). `failed`: it is not what the client means (412). */
export type Verdict = 'met' | 'known' | 'failed';

/** Nearly every request: hence by name, one after the other. */
const isUnconditional = (headers: ConditionalHeaders) =>
  headers['if-none-match'] === undefined &&
  headers['if-modified-since'] === undefined &&
  headers['if-match'] === undefined &&
  headers['if-unmodified-since'] === undefined;

/**
 * What the conditions of a request come to for what there is, in the order of RFC 9110 13.2.2: a date counts only where the tags of
 * its pair are not sent. To be asked once it is sure that the caller may see it and that it is there.
 */
export function verdictOn(method: string, headers: ConditionalHeaders, current: Validators): Verdict {
  if (isUnconditional(headers)) return 'met';
  if (!isMeant(headers, current)) return 'failed';

  const reads = method === 'GET' || method === 'HEAD';
  if (headers['if-none-match'] !== undefined) {
    if (!isNamedIn(headers['if-none-match'], current.etag, 'weak')) return 'met';
    return reads ? 'known' : 'failed';
  }
  return reads && isUnchangedSince(headers['if-modified-since'], current) === true ? 'known' : 'met';
}

/** True when the client's copy is the current one: `If-Modified-Since` counts only without `If-None-Match`. */
export function isNotModified(headers: ConditionalHeaders, current: Validators): boolean {
  const { 'if-none-match': tags, 'if-modified-since': since } = headers;
  return verdictOn('GET', { 'if-none-match': tags, 'if-modified-since': since }, current) === 'known';
}

/** It is what the client saw: by its tag, else by its date where both sides know one. */
function isMeant(headers: ConditionalHeaders, current: Validators): boolean {
  if (headers['if-match'] !== undefined) return isNamedIn(headers['if-match'], current.etag, 'strong');
  return isUnchangedSince(headers['if-unmodified-since'], current) ?? true;
}

/** Of two weak tags nobody knows whether they mean the same bytes: in a strong comparison they never match. */
function isNamedIn(list: string, etag: string, comparison: 'weak' | 'strong'): boolean {
  const tags = entityTagsIn(list);
  if (tags === '*' || tags === undefined) return tags === '*';
  const bare = etag.startsWith('W/') ? etag.slice(2) : etag;
  if (comparison === 'weak') return tags.some(({ tag }) => tag === bare);
  return bare === etag && tags.some(({ weak, tag }) => !weak && tag === etag);
}

/** Undefined where there is no date, none that can be read, or none to compare it with: then it is to be ignored. */
function isUnchangedSince(date: string | undefined, { lastModified }: Validators): boolean | undefined {
  const instant = date === undefined ? undefined : httpDate(date);
  if (instant === undefined || lastModified === undefined) return undefined;
  return Math.floor(lastModified / 1000) * 1000 <= instant;
}
