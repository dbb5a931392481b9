import { jsonCodec } from '../codec.js';
import { isObjectItself, isWhole } from '../plain-json.js';

/** How the codec writes what JSON has no word for; a text without it says it all as it stands. */
const MARKED = '{"~":';

/**
 * The text of what a stock cache is given. Dates, maps, sets, big integers, bytes and undefined members survive; instances of classes
 * become what their JSON says, as in every store that is shared. Throws `VALUE_NOT_STORABLE` for the rest: NaN, cycles, functions.
 */
export function textOf(data: unknown, key: string): string {
  return jsonCodec.pack(plain(data, []), key).json;
}

/** A value of the reader's own, who may change it; bytes are Buffers. */
export function dataOf(text: string): unknown {
  if (!text.includes(MARKED)) return jsonCodec.unpack({ encoding: 'json', json: text });
  return withBuffers(jsonCodec.unpack({ encoding: 'json+', json: text }));
}

/** What cannot be kept is left as it is: the codec refuses it by name. */
function plain(value: unknown, above: readonly object[]): unknown {
  if (typeof value !== 'object' || value === null || isKept(value) || above.includes(value)) return value;
  const inside = [...above, value];
  if (Array.isArray(value)) return isWhole(value) ? Array.from(value, (item) => plain(item, inside)) : value;
  if ('toJSON' in value && typeof value.toJSON === 'function') return plain(value.toJSON(), inside);
  if (!isOpen(value)) return value;
  // What JSON would pass over is no secret of a class there.
  if (isObjectItself(value) && Object.getOwnPropertyNames(value).length > Object.keys(value).length) return value;

  const members = Object.entries(value).map(([name, member]) => [name, plain(member, inside)] as const);
  return Object.fromEntries(
    isObjectItself(value) ? members : members.filter(([, member]) => typeof member !== 'function'),
  );
}

function isKept(value: object): boolean {
  return value instanceof Date || value instanceof Map || value instanceof Set || value instanceof Uint8Array;
}

/** All that it holds are its members; not so with errors, promises and typed arrays, nor where a member is named by a symbol. */
function isOpen(value: object): boolean {
  return (
    Object.prototype.toString.call(value) === '[object Object]' && Object.getOwnPropertySymbols(value).length === 0
  );
}

function withBuffers(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [withBuffers(key), withBuffers(item)]));
  if (value instanceof Set) return new Set([...value].map(withBuffers));
  if (Array.isArray(value)) return value.map(withBuffers);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withBuffers(member)]));
}
