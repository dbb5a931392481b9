import { entityTagsIn } from './etag.js';

/** The request headers that make a GET conditional. */
export interface ConditionalHeaders {
  readonly 'if-none-match'?: string | undefined;
  readonly 'if-modified-since'?: string | undefined;
}

/** What a client may already have. */
export interface Validators {
  readonly etag: string;
  /** Milliseconds since 1970, when known. */
  readonly lastModified: number | undefined;
}

/** True when the client's copy is the current one (RFC 9110 13.2.2): `If-Modified-Since` counts only without `If-None-Match`. */
export function isNotModified(headers: ConditionalHeaders, { etag, lastModified }: Validators): boolean {
  const ifNoneMatch = headers['if-none-match'];
  if (ifNoneMatch !== undefined) {
    const tags = entityTagsIn(ifNoneMatch);
    return tags === '*' || (tags?.some(({ tag }) => tag === etag) ?? false);
  }

  const since = headers['if-modified-since'];
  if (since === undefined || lastModified === undefined) return false;
  const instant = httpDate(since);
  return instant !== undefined && Math.floor(lastModified / 1000) * 1000 <= instant;
}

const IMF = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const RFC_850 = /^[A-Z][a-z]+day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/;
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/** The instant of a date in one of the three forms of RFC 9110 5.6.7, or undefined. */
export function httpDate(text: string): number | undefined {
  if (!IMF.test(text) && !RFC_850.test(text) && !ASCTIME.test(text)) return undefined;
  const instant = Date.parse(ASCTIME.test(text) ? `${text} GMT` : text);
  // `Date.parse` takes the 31st of February for the 3rd of March; in all three forms the day is the first number.
  return new Date(instant).getUTCDate() === Number(/\d+/.exec(text)?.[0]) ? instant : undefined;
}
