/** Freezes a value all the way down, so that nobody who is handed it can change what the next one gets. */
export function deepFreeze<V>(value: V): V {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) deepFreeze(member);
  return value;
}

/** As `deepFreeze`, for what was just made of JSON text: nothing in it is frozen yet, or of another kind. */
export function freezeJson<V>(value: V): V {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) for (let at = 0; at < value.length; at += 1) freezeJson(value[at]);
  else for (const name in value) freezeJson(value[name]);
  return Object.freeze(value);
}

/** True when something inside can be changed even though it is frozen: dates, maps, sets, bytes. Such values are copied out. */
export function holdsMutable(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Date || value instanceof Map || value instanceof Set || ArrayBuffer.isView(value)) return true;
  return Object.values(value).some(holdsMutable);
}
