import { createHash } from 'node:crypto';

/** The strong entity tag of a representation: the same bytes give the same tag on every instance. */
export function etagOf(representation: Uint8Array | string): string {
  return `"${createHash('sha256').update(representation).digest().subarray(0, 16).toString('base64url')}"`;
}

/** With the commas around it: a list may have empty members (RFC 9110 5.6.1). */
const ONE_TAG = /[\s,]*(W\/)?("[\x21\x23-\x7e\x80-\xff]*")\s*(?:,[\s,]*|$)/y;

/** The entity tags of an `If-Match` or `If-None-Match` list; `*` for any; undefined where the list can't be read. */
export function entityTagsIn(header: string): readonly { weak: boolean; tag: string }[] | '*' | undefined {
  if (header.trim() === '*') return '*';
  const tags: { weak: boolean; tag: string }[] = [];
  ONE_TAG.lastIndex = 0;
  while (ONE_TAG.lastIndex < header.length) {
    const match = ONE_TAG.exec(header);
    if (!match?.[2]) return undefined;
    tags.push({ weak: match[1] !== undefined, tag: match[2] });
  }
  return tags;
}

const FORM = /^("[^".]*)\.(?:br|gzip)"$/;

/**
 * The tag of a representation's compressed form: `"abc.br"`. Strong as well: it stands for one making of the same bytes, and as no ranges are
 * served nobody could put pieces of two together.
 */
export function formTagOf(etag: string, coding: string): string {
  return `${etag.slice(0, -1)}.${coding}"`;
}

/** The tag of what a compressed form was made of; any other tag is its own. For who compares a client's `If-Match` with `etagOf`. */
export function plainTagOf(tag: string): string {
  return tag.replace(FORM, '$1"');
}
