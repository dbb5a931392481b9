import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import { isDocument, isWhole, SUM, SUM_TAIL, sumOf } from './checksum.js';
import type { Packed } from './codec.js';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

const WIRE_VERSION = 1;
/** Below this, compressing costs more than the network saves. */
const COMPRESS_FROM = 4096;
/** What must be saved for compression to be worth undoing at each read. */
const WORTHWHILE = 0.75;
/** The longest head, about: keys, fences and tags are bounded. */
const HEAD_BYTES = 8192;

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

/** By which an entry is known as the one that was asked for. */
export type Asked = Pick<Envelope, 'region' | 'version' | 'key' | 'fences'>;

/** All that is left to know of an entry that is the one asked for. */
export type Current = Pick<Envelope, 'freshMs' | 'lifeMs' | 'costMs' | 'packed'>;

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
  const { freshMs, lifeMs, costMs, tags, made } = about;
  // In the order in which `openCurrent` reads it.
  const head = { ...beginning(about), freshMs, lifeMs, costMs, encoding: packed.encoding, tags, made };
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
  if (bytes.length > maxBytes + HEAD_BYTES || !isWhole(bytes)) return undefined;
  try {
    return isDocument(bytes) ? openDocument(bytes) : await openWithBody(bytes, maxBytes);
  } catch {
    // Whatever stands there was not written by us: the caller counts a corrupt entry.
    return undefined;
  }
}

/**
 * As `open` where `bytes` are the entry asked for, made under the very fences that it is asked for under, and not compressed: at once, and
 * its head is compared instead of read. Undefined says nothing of them: `open` them.
 */
export function openCurrent(bytes: Buffer, maxBytes: number, asked: Asked): Current | undefined {
  if (bytes.length > maxBytes + HEAD_BYTES) return undefined;
  const text = beginningAsText(asked);
  const begin = text.length;
  // Read as one byte for each letter: what has letters of several bytes may look like another one.
  if (bytes.toString('latin1', 0, begin) !== text || Buffer.byteLength(text) !== begin) return undefined;
  const isAlone = isDocument(bytes);
  const end = isAlone ? bytes.length - SUM_TAIL : bytes.indexOf(LINE_END);
  const mark = isAlone ? VALUE : BODY;
  const figures = FIGURES.exec(bytes.toString('latin1', begin, begin + FIGURES_BYTES));
  const marked = bytes.indexOf(mark, begin);
  if (!figures || marked === -1 || !isWhole(bytes)) return undefined;
  const at = marked + mark.length;
  const [, freshMs, lifeMs, costMs, encoding] = figures;
  const json = isAlone ? bytes.toString('utf8', at, end) : textIn(bytes.toString('utf8', at, end - 1));
  if (json === undefined) return undefined;
  const body = isAlone ? undefined : bytes.subarray(end + 1, -SUM);
  const packed = { encoding: encoding as string, json, body };
  return { freshMs: Number(freshMs), lifeMs: Number(lifeMs), costMs: Number(costMs), packed };
}

/** What a JSON text says that is one string; undefined for all else, which was not written by us. */
function textIn(json: string): string | undefined {
  if (json === NO_TEXT) return '';
  try {
    const text: unknown = JSON.parse(json);
    return typeof text === 'string' ? text : undefined;
  } catch {
    // No JSON: the only thing that is thrown here.
    return undefined;
  }
}

/** What most codecs that make bytes put beside them. */
const NO_TEXT = '""';
const LINE_END = '\n'.charCodeAt(0);
/** So long are they at most: three numbers, and the name of an encoding. */
const FIGURES_BYTES = 256;
/** No text inside a JSON document holds these: its quotes would be escaped. */
const VALUE = ',"value":';
const BODY = ',"behind":"body","json":';
const FIGURES = /^,"freshMs":([\d.e+]+),"lifeMs":([\d.e+]+),"costMs":([\d.e+-]+),"encoding":"([^"\\]*)"/;

/** What a head begins with, of which all is known to who asks for the entry. */
function beginning({ region, version, key, fences }: Asked) {
  return { wire: WIRE_VERSION, region, version, key, fences };
}

/** The same as it is written, but for its end. By hand, as `JSON.stringify` takes longer for it than all the rest of a look at an entry. */
function beginningAsText({ region, version, key, fences }: Asked): string {
  const list = fences.length > 0 && fences.every(isPlain) ? `["${fences.join('","')}"]` : JSON.stringify(fences);
  const name = isPlain(key) ? `"${key}"` : JSON.stringify(key);
  return `{"wire":${WIRE_VERSION},"region":${JSON.stringify(region)},"version":${version},"key":${name},"fences":${list}`;
}

/** It is written as it is; or, where it holds what no name holds, as nothing that is ever written: then the entry is read with care. */
function isPlain(text: string): boolean {
  return !text.includes('"') && !text.includes('\\');
}

function document(head: Head, json: string): Buffer {
  const text = Buffer.from(`${JSON.stringify(head).slice(0, -1)}${VALUE}${json}`);
  return Buffer.concat([text, Buffer.from(`,"sum":"${sumOf(text)}"}`)]);
}

function withBody(head: Head, body: Buffer): Buffer {
  const line = Buffer.from(`${JSON.stringify(head)}\n`);
  return Buffer.concat([line, body, Buffer.from(sumOf(line, body))]);
}

function openDocument(bytes: Buffer): Envelope | undefined {
  const whole = bytes.toString('utf8', 0, bytes.length - SUM_TAIL);
  const value = whole.indexOf(VALUE);
  return envelopeOf(headOf(`${whole.slice(0, value)}}`), whole.slice(value + VALUE.length));
}

async function openWithBody(bytes: Buffer, maxBytes: number): Promise<Envelope | undefined> {
  const end = bytes.indexOf(LINE_END);
  const head = headOf(bytes.toString('utf8', 0, end));
  const body = bytes.subarray(end + 1, -SUM);
  if (head?.behind === 'body') return typeof head.json === 'string' ? envelopeOf(head, head.json, body) : undefined;
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
