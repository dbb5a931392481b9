/** What one reference, number or boolean takes in V8 on 64 bits, and what an object takes without its members. */
const WORD = 8;
const OBJECT = 24;
/** Small buffers are cut from pools of at most this size, which they do not keep for themselves. */
const POOL = 64 * 1024;

const BEYOND_LATIN1 = /[\u0100-\uffff]/;

/** Bytes that a value takes in memory, about: exact for bytes and texts, by the member for all else. What occurs twice counts once. */
export function bytesOf(value: unknown, seen = new Set<object>()): number {
  if (typeof value === 'string') return BEYOND_LATIN1.test(value) ? 2 * value.length : value.length;
  if (typeof value !== 'object' || value === null) return WORD;
  if (seen.has(value)) return WORD;
  seen.add(value);
  if (ArrayBuffer.isView(value)) return viewBytes(value);
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) return value.byteLength;
  return OBJECT + membersOf(value).reduce<number>((sum, member) => sum + WORD + bytesOf(member, seen), 0);
}

/** A view of a large buffer keeps all of it alive. */
function viewBytes({ buffer, byteLength }: ArrayBufferView): number {
  return buffer.byteLength > POOL ? buffer.byteLength : byteLength;
}

function membersOf(value: object): readonly unknown[] {
  if (value instanceof Map) return [...value.keys(), ...value.values()];
  if (value instanceof Set) return [...value];
  return Array.isArray(value) ? value : Object.values(value);
}
