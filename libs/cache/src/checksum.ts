import { crc32 } from 'node:zlib';

const BRACE = '}'.charCodeAt(0);
const DIGITS = Buffer.from('0123456789abcdef');
const [BEFORE, AFTER] = [Buffer.from(',"sum":"'), Buffer.from('"}')];

/** How long a checksum is in hexadecimal digits, and what a document that ends in one ends with. */
export const SUM = 8;
export const SUM_TAIL = BEFORE.length + SUM + AFTER.length;

/** Bytes that are one JSON document, and nothing behind it. */
export function isDocument(bytes: Buffer): boolean {
  return bytes[bytes.length - 1] === BRACE;
}

/** Of all parts, one behind the other. */
export function sumOf(...parts: readonly Buffer[]): string {
  return parts
    .reduce((sum, part) => crc32(part, sum), 0)
    .toString(16)
    .padStart(SUM, '0');
}

/** What ends all of these bytes: a document's last member, or nothing but the digits. */
export function isWhole(bytes: Buffer): boolean {
  return isDocument(bytes) ? isWholeDocument(bytes) : endsInSum(bytes, bytes.length - SUM, bytes.length - SUM);
}

function isWholeDocument(bytes: Buffer): boolean {
  const end = bytes.length - SUM_TAIL;
  const digits = end + BEFORE.length;
  return isAt(bytes, end, BEFORE) && isAt(bytes, digits + SUM, AFTER) && endsInSum(bytes, end, digits);
}

/** Digit by digit: to write the sum down in order to compare it takes longer than all the rest but the sum itself. */
function endsInSum(bytes: Buffer, end: number, digits: number): boolean {
  const sum = crc32(bytes.subarray(0, end));
  for (let digit = 0; digit < SUM; digit += 1) {
    const value = (sum >>> (4 * (SUM - 1 - digit))) & 15;
    if (bytes[digits + digit] !== DIGITS[value]) return false;
  }
  return true;
}

function isAt(bytes: Buffer, at: number, part: Buffer): boolean {
  for (let byte = 0; byte < part.length; byte += 1) if (bytes[at + byte] !== part[byte]) return false;
  return true;
}
