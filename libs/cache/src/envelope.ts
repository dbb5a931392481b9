import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants, crc32 } from 'node:zlib';
import type { Packed } from './codec.js';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

const WIRE_VERSION = 1;
/** Below this, compressing costs more than the network saves. */
const COMPRESS_FROM = 4096;
/** What must be saved for compression to be worth undoing at each read. */
const WORTHWHILE = 0.75;

/** What lies in the far tier beside the value. */
export interface Envelope {
  readonly region: string;
  readonly version: number;
  readonly key: string;
  /** The tokens that the entry was made under, in the order of the slot's fences. */
  readonly fences: readonly string[];
  /** The tags that it depends on, by name, for people. */
  readonly tags?: readonly string[];
  /** When it was made, for people; never compared with another machine's clock. */
  readonly made: string;
  readonly freshMs: number;
  readonly lifeMs: number;
  readonly costMs: number;
  readonly packed: Packed;
}

interface Head extends Omit<Envelope, 'packed'> {
  readonly wire: number;
  readonly encoding: string;
  /** Set when the value stands behind the head instead of inside it: compressed JSON, or a codec's own body. */
  readonly behind?: 'br' | 'body';
  readonly json?: string;
  readonly inflated?: number;
}

/**
 * An envelope as bytes: one readable JSON document that ends in a checksum over all before it (`…,"sum":"0a1b2c3d"}`),
 * or, where a body follows, a JSON line, the body, and the checksum.
 */
export async function seal({ packed, ...about }: Envelope): Promise<Buffer> {
  const head = { wire: WIRE_VERSION, ...about, encoding: packed.encoding };
  if (packed.body) return withBody({ ...head, behind: 'body', json: packed.json }, packed.body);

  const plain = Buffer.byteLength(packed.json);
  if (plain >= COMPRESS_FROM) {
    const squeezed = await compress(packed.json, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
    if (squeezed.length <= plain * WORTHWHILE) return withBody({ ...head, behind: 'br', inflated: plain }, squeezed);
  }
  return document(head, packed.json);
}

/** The envelope in `bytes`, or undefined when they are damaged, foreign, of another wire version or larger than allowed. */
export async function open(bytes: Buffer, maxBytes: number): Promise<Envelope | undefined> {
  if (bytes.length > maxBytes + 8192) return undefined;
  try {
    return bytes.at(-1) === BRACE ? openDocument(bytes) : await openWithBody(bytes, maxBytes);
  } catch {
    // Whatever stands there was not written by us: the caller counts a corrupt entry.
    return undefined;
  }
}

const BRACE = '}'.charCodeAt(0);
const SUM_TAIL = `,"sum":"00000000"}`.length;
const SUM = 8;

function sumOf(...parts: readonly Buffer[]): string {
  return parts
    .reduce((sum, part) => crc32(part, sum), 0)
    .toString(16)
    .padStart(SUM, '0');
}

function document(head: Head, json: string): Buffer {
  const text = Buffer.from(`${JSON.stringify(head).slice(0, -1)},"value":${json}`);
  return Buffer.concat([text, Buffer.from(`,"sum":"${sumOf(text)}"}`)]);
}

function withBody(head: Head, body: Buffer): Buffer {
  const line = Buffer.from(`${JSON.stringify(head)}\n`);
  return Buffer.concat([line, body, Buffer.from(sumOf(line, body))]);
}

function openDocument(bytes: Buffer): Envelope | undefined {
  const text = bytes.subarray(0, -SUM_TAIL);
  if (bytes.toString('latin1', bytes.length - SUM_TAIL) !== `,"sum":"${sumOf(text)}"}`) return undefined;

  const whole = text.toString('utf8');
  const value = whole.indexOf(',"value":');
  return envelopeOf(headOf(`${whole.slice(0, value)}}`), whole.slice(value + ',"value":'.length));
}

async function openWithBody(bytes: Buffer, maxBytes: number): Promise<Envelope | undefined> {
  const text = bytes.subarray(0, -SUM);
  if (bytes.toString('latin1', bytes.length - SUM) !== sumOf(text)) return undefined;

  const end = text.indexOf(10);
  const head = headOf(text.toString('utf8', 0, end));
  const body = text.subarray(end + 1);
  if (head?.behind === 'body') return envelopeOf(head, head.json ?? '', body);
  if (head?.behind !== 'br' || (head.inflated ?? Infinity) > maxBytes) return undefined;
  return envelopeOf(head, (await decompress(body, { maxOutputLength: head.inflated })).toString('utf8'));
}

function headOf(text: string): Head | undefined {
  const head = JSON.parse(text) as Head;
  return head.wire === WIRE_VERSION ? head : undefined;
}

function envelopeOf(head: Head | undefined, json: string, body?: Buffer): Envelope | undefined {
  return head && { ...head, packed: { encoding: head.encoding, json, body } };
}
