import { createHash } from 'node:crypto';
import { CacheError } from './cache.error.js';

/** What a key is built from. Two keys are equal only if their parts are, type by type. */
export type KeyPart = string | number | bigint | boolean | null | undefined | readonly KeyPart[];

/** Longer keys keep a readable head and end in a hash. */
const LONGEST_KEY = 200;
const HEAD = 120;

/**
 * One text for a list of parts, such that different lists never share one; `encodeKey([7, 'breakfast'])` is `7:breakfast`.
 * Texts are percent-encoded but for `A-Z a-z 0-9 . _ ~ -`. What is no text, or could be taken for a number, begins with `~`.
 */
export function encodeKey(parts: readonly KeyPart[]): string {
  let text = '';
  for (let at = 0; at < parts.length; at += 1) text += at === 0 ? encodePart(parts[at]) : `:${encodePart(parts[at])}`;
  if (text.length <= LONGEST_KEY) return text;

  // No encoded text holds "%~": a hashed key never meets a short one.
  const hash = createHash('sha256').update(text).digest('base64url');
  return `${text.slice(0, HEAD)}%~${hash}`;
}

/** Every key of an entry begins with the name of its region, which has no colon. */
export function regionOf(key: string): string {
  return key.slice(0, key.indexOf(':'));
}

/** How each key goes on, after its region, whose first part is this one; as far as it is kept readable. */
export function headOf(part: KeyPart): string {
  return encodePart(part).slice(0, HEAD);
}

/**
 * Whether a key, which begins with its region, has this head: `recipes:7:quick` has `recipes:7` and not `recipes:77`. Keys whose first parts are
 * equal as far as they are readable have one head.
 */
export function isUnder(key: string, head: string): boolean {
  if (!key.startsWith(head)) return false;
  const isCut = head.length - head.indexOf(':') - 1 === HEAD;
  return isCut || key.length === head.length || key[head.length] === ':';
}

function encodePart(part: KeyPart): string {
  if (typeof part === 'string') return encodeText(part);
  if (typeof part === 'number') return encodeNumber(part);
  if (typeof part === 'bigint') return `~n${part}`;
  if (Array.isArray(part)) return `(${part.map(encodePart).join(',')})`;
  if (part === null || part === undefined || typeof part === 'boolean') return `~${part}`;
  throw new CacheError(
    'KEY_INVALID',
    `A key part must be text, number, bigint, boolean, null or a list, not ${typeof part}`,
  );
}

function encodeNumber(part: number): string {
  if (!Number.isFinite(part)) throw new CacheError('KEY_INVALID', `${part} cannot be part of a key`);
  return Number.isSafeInteger(part) ? String(part) : encodeURIComponent(String(part));
}

const PLAIN = /^[A-Za-z_][A-Za-z0-9._~-]*$/;
const LIKE_A_NUMBER = /^-?[\d.]/;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

function encodeText(part: string): string {
  if (PLAIN.test(part)) return part;
  const encoded = LONE_SURROGATE.test(part) ? part.replace(/[^A-Za-z0-9._~-]/g, encodeUnit) : encodeWhole(part);
  if (encoded.startsWith('~')) return `%7E${encoded.slice(1)}`;
  return encoded === '' || LIKE_A_NUMBER.test(encoded) ? `~s${encoded}` : encoded;
}

function encodeWhole(part: string): string {
  return encodeURIComponent(part).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A text that is not well formed has no UTF-8: its units are written one by one, as `%uD83D`. */
function encodeUnit(unit: string): string {
  return `%u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
